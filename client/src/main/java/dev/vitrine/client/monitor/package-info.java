/**
 * Following logs on somebody's behalf: every entry's hash is verified against a head whose
 * consistency with all earlier ones was verified, admission is run again, and rules look for what
 * should not be there, or should be and is not.
 *
 * <p>One look at a log:
 *
 * <pre>
 * fetch the checkpoint, verify the log's signature
 * show that it extends the head remembered; if it does not: FORK, with evidence, and no step further
 * remember the new head
 * for each bundle of entries up to it, verified:
 *   decode, run admission, run the rules
 *   commit in one step: next entry, what admission and rules keep, the alerts
 *   hand the alerts to the sinks, remember for each sink how far it is
 * ask the rules what is missing (ledger lines, overdue moves, a log that stopped)
 * </pre>
 *
 * <p>A crash at any point repeats nothing that was committed and loses nothing that was not: an
 * alert is in the state exactly if its entry is behind the position. A sink that can be read (the
 * JSON-lines file, standard output that is a regular file) gets each alert exactly once; one that
 * cannot tell (webhook, command, a terminal or pipe) may get the one alert that was being delivered
 * during the crash a second time, under the same id.
 *
 * <p>An entry that cannot be read, or that admission refuses, is an alert and is skipped. A log
 * that cannot be reached is LOG_UNREACHABLE, never a fork; a log that serves other bytes than it
 * signed is LOG_INCONSISTENT.
 *
 * <p>What is remembered, alerts that a sink has not taken among it, is in an embedded store on disk
 * ({@link dev.vitrine.client.monitor.MonitorState}). In memory are the pages of it used last, what
 * one step changes, and up to 8 MiB of entries fetched ahead.
 *
 * <p>What {@code vitrine monitor} looks for, and what the alert carries.
 *
 * <pre>
 * UNEXPECTED_RELEASE      critical  entry and proof   a build or update whose digest the vendor's release ledger lacks
 * LEDGER_LINE_NOT_LOGGED  critical  head              a ledger line older than the grace period that never came
 * LEDGER_UNREADABLE       warning   head              the ledger cannot be read; what is logged meanwhile is judged later
 * SECOND_DIGEST           critical  entry and proof   another digest for a product version (warning if declared a respin)
 * STREAM_GAP              critical  entry and proof   a stream's sequence is not its last one plus one
 * STREAM_BRANCH           critical  entry and proof   a record's `previous` is not its stream's last record
 * RELOCATION_OVERDUE      warning   entry and proof   a move was to be completed by now
 * DATA_WHERE_GONE         critical  entry and proof   data named in a country from which it was declared gone
 * KEY_EVENT               notice    entry and proof   a key was registered, rotated or retired (warning: revoked)
 * POLICY_CHANGED          warning   entry and proof   the log's own admission policy was replaced
 * BAD_REBUILD             critical  entry and proof   a rebuild differs (notice: could not be built)
 * WITHDRAWAL              warning   entry and proof   something is to be used no more (critical from HIGH on)
 * EMERGENCY_UPDATE        notice    entry and proof   an update that clients may apply without waiting
 * NOT_ADMISSIBLE          critical  entry and proof   an entry that the log's own rules refuse
 * ENTRY_UNREADABLE        critical  entry and proof   an entry that is no record
 * LOG_STOPPED             warning   head              no entry came for long
 * LOG_STALE               warning   head              an older head than one seen before
 * LOG_UNREACHABLE         warning   head              the log did not answer
 * LOG_INCONSISTENT        critical  head              the log serves what its key did not sign
 * FORK                    critical  evidence          the log signed two histories
 * </pre>
 *
 * <p>The head is the last one that verified; a log that never showed one leaves the alert without.
 *
 * <p>An alert as a line of JSON:
 *
 * <pre>
 * {"id":"…","sequence":1,"origin":"log.example","rule":"WITHDRAWAL","severity":"CRITICAL","index":17,…}
 * </pre>
 */
@NullMarked
package dev.vitrine.client.monitor;

import org.jspecify.annotations.NullMarked;
