package dev.vitrine.server.sequencer;

import dev.vitrine.server.sequencer.OverloadedException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checked entries on their way to the writer, bounded in number and bytes. */
final class PendingQueue {
  private final int maxEntries;
  private final long maxBytes;
  private final Supplier<Duration> retryAfter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by lock.
  private final ArrayDeque<Pending> entries = new ArrayDeque<>();
  private long bytes;
  private volatile @Nullable String closedBecause; // written under lock
  private volatile int depth; // written under lock

  PendingQueue(int maxEntries, long maxBytes, Supplier<Duration> retryAfter) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.retryAfter = retryAfter;
  }

  /** Takes an entry or says why not; what it took will be drained, whatever happens next. */
  void offer(Pending pending) throws OverloadedException, StoppingException {
    lock.lock();
    try {
      if (closedBecause != null) {
        throw new StoppingException(closedBecause);
      }
      requireRoom(pending);
      entries.add(pending);
      bytes += pending.bytes();
      depth = entries.size();
      if (entries.size() == 1) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What an offer would be told now, null if it may be taken; asks no lock. */
  @Nullable AppendException refusal() {
    String because = closedBecause;
    if (because != null) {
      return new StoppingException(because);
    }
    return depth >= maxEntries ? overloaded(depth) : null;
  }

  /** Waits until there is an entry or {@code orElse} holds. */
  void await(BooleanSupplier orElse) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (entries.isEmpty() && !orElse.getAsBoolean()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the condition holds; it is looked at again after each {@link #wake}. */
  void awaitOnly(BooleanSupplier condition) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Moves entries out, in order, within limits; always at least one if there is one. */
  void drainTo(Collection<Pending> target, int limit, long byteLimit) {
    lock.lock();
    try {
      long moved = 0;
      for (int i = 0; i < limit && !entries.isEmpty(); i++) {
        moved += entries.element().bytes();
        if (i > 0 && moved > byteLimit) {
          break;
        }
        Pending next = entries.remove();
        bytes -= next.bytes();
        target.add(next);
      }
      depth = entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more entries; null: takes them again. */
  void close(@Nullable String because) {
    lock.lock();
    try {
      closedBecause = because;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Entries that wait, as of a moment ago. */
  int depth() {
    return depth;
  }

  private void requireRoom(Pending pending) throws OverloadedException {
    boolean full = entries.size() >= maxEntries || bytes + pending.bytes() > maxBytes;
    // An entry larger than the whole limit must still be able to enter an empty queue.
    if (full && !entries.isEmpty()) {
      throw overloaded(entries.size());
    }
  }

  private OverloadedException overloaded(int waiting) {
    return new OverloadedException(
        retryAfter.get(),
        Reason.QUEUE_FULL,
        "queue: " + waiting + " entries wait (expected: room for one more)");
  }
}
