/**
 * The single writer. Entries that were checked wait in a bounded queue; a batch is whatever waits
 * when the writer is free. The <i>prepare</i> thread decides on each entry of a batch (exact
 * duplicate, admission state), gives indices and extends the tree; the <i>commit</i> thread stores
 * the batch with one sync while the next one is prepared; the <i>answer</i> thread completes the
 * futures, only after the sync.
 *
 * <p>Two kinds of failure. A batch fails: its callers and those of batches prepared on top of it
 * are told, and the writer goes on from the stored head. A commit's outcome is unknown: everything
 * that waits is failed, nothing more is taken, and the process must end.
 *
 * <p>Concurrency rules: {@code docs/design/0003-sequencer-and-publisher.md}.
 *
 * <p>For example, four entries are offered while the batch of the first one is being stored; what
 * each is answered, once it is durable:
 *
 * <pre>
 * 1  index 0
 * 1  index 0, duplicate
 * 2  index 1
 * 2  index 1, duplicate
 * </pre>
 */
@NullMarked
package dev.vitrine.server.sequencer;

import org.jspecify.annotations.NullMarked;
