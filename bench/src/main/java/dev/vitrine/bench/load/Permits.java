package dev.vitrine.bench.load;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many more entries may be outstanding. The driver takes all that are free at once, so that a
 * busy driver costs an answering thread one atomic addition and no wake-up.
 */
final class Permits {

  private final int limit;
  private final Semaphore free;

  // owned by the driver's thread
  private int taken;

  Permits(int limit) {
    this.limit = limit;
    this.free = new Semaphore(limit);
  }

  /** Takes one; waits until {@code deadlineNanos} of {@link System#nanoTime()} at most. */
  boolean take(long deadlineNanos) throws InterruptedException {
    if (taken == 0) {
      taken = free.drainPermits();
    }
    if (taken == 0) {
      long left = deadlineNanos - System.nanoTime();
      if (!free.tryAcquire(Math.max(0, left), TimeUnit.NANOSECONDS)) {
        return false;
      }
      taken = 1 + free.drainPermits();
    }
    taken--;
    return true;
  }

  void giveBack() {
    free.release();
  }

  /** Waits until all are back; returns how many are still out at the deadline. */
  int awaitAll(long timeoutNanos) throws InterruptedException {
    free.release(taken);
    taken = 0;
    return free.tryAcquire(limit, timeoutNanos, TimeUnit.NANOSECONDS)
        ? 0
        : limit - free.availablePermits();
  }

  /** Makes all of them free again after {@link #awaitAll} returned 0. */
  void reset() {
    free.release(limit);
  }
}
