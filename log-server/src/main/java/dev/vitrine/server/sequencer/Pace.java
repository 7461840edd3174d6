package dev.vitrine.server.sequencer;

import java.time.Duration;

/**
 * How fast the log takes entries at present, all its parts together: the time from one stored batch
 * to the next, or from the batch's first offer where the log had nothing to do. What it says to
 * those it sends away rests on this.
 *
 * <p>The pace is that of about as many entries as a full queue holds. A shorter memory would be
 * dishonest: whoever is sent away comes at a moment that is slower than most, since that is when
 * the queue is full, and would be told that it goes on like this. Batches that the log did not have
 * to hurry for say nothing of a full queue; they count only until there are others.
 */
final class Pace {
  private static final long MIN_MILLIS = 20;
  private static final long MAX_MILLIS = 5_000;
  private static final double FIRST_GUESS_NANOS = 10_000;

  private final double memory;

  // Owned by the commit thread.
  private double entries;
  private double nanos;
  private boolean busyBefore;
  private long lastNanos;

  private volatile double nanosPerEntry = FIRST_GUESS_NANOS; // written by the commit thread

  /**
   * Begins.
   *
   * @param queueEntries how many entries a full queue holds
   * @param nowNanos of {@link System#nanoTime()}, as all times here
   */
  Pace(int queueEntries, long nowNanos) {
    this.memory = queueEntries;
    this.lastNanos = nowNanos;
  }

  /**
   * Counts a batch.
   *
   * @param stored entries in it, at least 1
   * @param offeredNanos when its first entry was offered
   */
  void stored(int stored, long offeredNanos, long nowNanos) {
    long since = nowNanos - lastNanos;
    long waited = nowNanos - offeredNanos;
    boolean busy = waited >= since;
    lastNanos = nowNanos;
    if (busyBefore && !busy) {
      return;
    }
    double kept = busy == busyBefore ? Math.exp(-stored / memory) : 0;
    busyBefore = busy;
    entries = kept * entries + stored;
    nanos = kept * nanos + Math.min(since, waited);
    nanosPerEntry = nanos / entries;
  }

  /** When there is room again, if so many entries wait; 20 ms to 5 s. */
  Duration timeFor(int waiting) {
    long millis = (long) (waiting * nanosPerEntry / 1_000_000);
    return Duration.ofMillis(Math.max(MIN_MILLIS, Math.min(MAX_MILLIS, millis)));
  }
}
