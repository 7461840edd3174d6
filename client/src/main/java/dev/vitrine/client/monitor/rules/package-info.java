/**
 * What {@code vitrine monitor} looks for in the records of a log.
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
 */
@NullMarked
package dev.vitrine.client.monitor.rules;

import org.jspecify.annotations.NullMarked;
