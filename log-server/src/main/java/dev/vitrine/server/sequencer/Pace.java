package dev.vitrine.server.sequencer;

import java.time.Duration;

/**
 * How fast the log takes entries at present, all its parts together: the time from one stored batch
 * to the next, or from the batch's first offer where the log had nothing to do. What it says to
 * those it sends away rests on this.
 *
 * <p>Batches count by their entries, older ones less and less: a few that were slow because they
 * were small say nothing of a full queue.
 */
final class Pace {
  private static final double OLD_SHARE = 0.9;
  private static final long MIN_MILLIS = 20;
  private static final long MAX_MILLIS = 5_000;
  private static final double FIRST_GUESS_NANOS = 10_000;

  // Owned by the commit thread.
  private double entries = 1;
  private double nanos = FIRST_GUESS_NANOS;
  private long lastNanos;

  private volatile double nanosPerEntry = FIRST_GUESS_NANOS; // written by the commit thread

  /**
   * Begins.
   *
   * @param nowNanos of {@link System#nanoTime()}, as all times here
   */
  Pace(long nowNanos) {
    this.lastNanos = nowNanos;
  }

  /**
   * Counts a batch.
   *
   * @param stored entries in it, at least 1
   * @param offeredNanos when its first entry was offered
   */
  void stored(int stored, long offeredNanos, long nowNanos) {
    long took = Math.min(nowNanos - lastNanos, nowNanos - offeredNanos);
    lastNanos = nowNanos;
    entries = OLD_SHARE * entries + stored;
    nanos = OLD_SHARE * nanos + took;
    nanosPerEntry = nanos / entries;
  }

  /** When there is room again, if so many entries wait; 20 ms to 5 s. */
  Duration timeFor(int waiting) {
    long millis = (long) (waiting * nanosPerEntry / 1_000_000);
    return Duration.ofMillis(Math.max(MIN_MILLIS, Math.min(MAX_MILLIS, millis)));
  }
}
