/**
 * The load generator: offers entries to a log on a schedule that the log cannot slow down, measures
 * from the moment an entry was <em>due</em>, and afterwards proves that what was acknowledged is in
 * the log.
 *
 * <pre>
 *  Schedule ──due times──▶ Driver ──entry──▶ Target ──▶ log
 *  EntrySource ──bytes──▶    │                 │
 *                            └── permits ◀── Answer ──▶ Recording (histogram, counters, Acks)
 *                                                              │
 *                                       AckAudit ◀── Acks ─────┘
 * </pre>
 *
 * <p><b>Coordinated omission.</b> With a target rate the n-th entry is due at a time fixed in
 * advance. Its latency runs from then to its answer, also where the generator itself could not send
 * it in time because too many earlier entries were unanswered. With {@code --rate max} there is no
 * schedule: latency runs from sending, and only the rate is a result.
 *
 * <p><b>Open and closed arrival.</b> Open: an entry is sent when due, whatever is outstanding, up
 * to a limit that only protects the generator's memory. Closed: at most {@code concurrency} entries
 * are outstanding.
 *
 * <p><b>Push-back.</b> A refusal counts with its reason, its delay and the time that the log
 * advised. Over a stream it is flow control: an entry that is due while no stream takes more is
 * dropped before it is made, so that a generator far above the log's rate leaves it its share of
 * the cores.
 *
 * <p><b>Recovery.</b> A plan may have {@link dev.vitrine.bench.load.Step}s: half of the maximum,
 * four times the maximum, half again. {@link dev.vitrine.bench.load.Recovery} reads from tenths of
 * a second, by when entries were due, how soon latency is back.
 *
 * <p>Example: 2,000 entries a second for ten seconds are due 500 µs apart:
 *
 * <pre>
 *   Schedule.constant(2000).due(0) = 0
 *   Schedule.constant(2000).due(3) = 1_500_000 ns
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.load;

import org.jspecify.annotations.NullMarked;
