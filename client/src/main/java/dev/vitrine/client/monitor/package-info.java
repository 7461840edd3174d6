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
 *   commit in one frame: next entry, what admission and rules keep, the alerts
 *   hand the alerts to the sinks, remember for each sink how far it is
 * ask the rules what is missing (ledger lines, overdue moves, a log that stopped)
 * </pre>
 *
 * <p>A crash at any point repeats nothing that was committed and loses nothing that was not: an
 * alert is in the state exactly if its entry is behind the position. A sink that knows what it
 * holds (the JSON-lines file) gets each alert exactly once; one that cannot tell (webhook, command,
 * terminal) may get the alert that was being delivered during the crash a second time, under the
 * same id.
 *
 * <p>An entry that cannot be read, or that admission refuses, is an alert and is skipped. A log
 * that cannot be reached is LOG_UNREACHABLE, never a fork; a log that serves other bytes than it
 * signed is LOG_INCONSISTENT.
 *
 * <p>What {@code vitrine monitor} looks for in the records of a log.
 *
 * <pre>
 * UNEXPECTED_RELEASE      critical  a build or update whose digest the vendor's release ledger lacks
 * LEDGER_LINE_NOT_LOGGED  critical  a ledger line older than the grace period that never came
 * SECOND_DIGEST           critical  another digest for a product version (warning if declared a respin)
 * STREAM_GAP              critical  a stream's sequence is not its last one plus one
 * STREAM_BRANCH           critical  a record's `previous` is not its stream's last record
 * RELOCATION_OVERDUE      warning   a move was to be completed by now
 * DATA_WHERE_GONE         critical  data named in a country from which it was declared gone
 * KEY_EVENT               notice    a key was registered, rotated or retired (warning: revoked)
 * POLICY_CHANGED          warning   the log's own admission policy was replaced
 * BAD_REBUILD             critical  a rebuild differs (notice: could not be built)
 * WITHDRAWAL              warning   something is to be used no more (critical from HIGH on)
 * EMERGENCY_UPDATE        notice    an update that clients may apply without waiting
 * </pre>
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
