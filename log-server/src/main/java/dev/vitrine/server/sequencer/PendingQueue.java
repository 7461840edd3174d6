package dev.vitrine.server.sequencer;

import dev.vitrine.server.sequencer.OverloadedException.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checked entries on their way to the writer, bounded in number and bytes.
 *
 * <p>No account may hold more than its share, not even while it is alone: had it filled the queue,
 * the next one would find no place to wait in. And accounts take turns at the other end, so that
 * who offers little is not kept waiting by who offers much.
 */
final class PendingQueue {
  private final int maxEntries;
  private final long maxBytes;
  private final Held share;
  private final boolean shared;
  private final int keyPercent;
  private final IntFunction<Duration> timeFor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by lock.
  private final Lanes entries = new Lanes();
  private final Map<String, Held> held = new HashMap<>();
  private long bytes;
  private volatile @Nullable String closedBecause; // written under lock
  private volatile int depth; // written under lock

  /** What of an account's waits, or may wait. */
  private record Held(int entries, long bytes) {
    Held plus(Held more) {
      return new Held(entries + more.entries, bytes + more.bytes);
    }
  }

  /**
   * @param keyPercent how much one account may hold; 100: all
   * @param timeFor how long so many entries will take that wait
   */
  PendingQueue(int maxEntries, long maxBytes, int keyPercent, IntFunction<Duration> timeFor) {
    this.share =
        new Held(
            (int) Math.max(1, (long) maxEntries * keyPercent / 100), maxBytes / 100 * keyPercent);
    this.shared = keyPercent < 100;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.keyPercent = keyPercent;
    this.timeFor = timeFor;
  }

  /** Takes an entry or says why not; what it took will be drained, whatever happens next. */
  void offer(Pending pending) throws OverloadedException, StoppingException {
    lock.lock();
    try {
      if (closedBecause != null) {
        throw new StoppingException(closedBecause);
      }
      requireRoom(pending);
      entries.add(pending, shared ? pending.account() : "");
      hold(pending, 1);
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

  /** Moves entries out, accounts in turns, within limits; always at least one if there is one. */
  void drainTo(Collection<Pending> target, int limit, long byteLimit) {
    lock.lock();
    try {
      long moved = 0;
      for (int i = 0; i < limit && !entries.isEmpty(); i++) {
        moved += bytesOfNext();
        if (i > 0 && moved > byteLimit) {
          break;
        }
        Pending next = entries.remove();
        bytes -= next.bytes();
        hold(next, -1);
        target.add(next);
      }
      depth = entries.size();
    } finally {
      lock.unlock();
    }
  }

  private long bytesOfNext() {
    Pending next = entries.peek();
    return next == null ? 0 : next.bytes();
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
    Held own = held.get(pending.account());
    // As above, one entry may always wait.
    if (shared
        && own != null
        && (own.entries >= share.entries || own.bytes + pending.bytes() > share.bytes)) {
      throw shareFull(pending, own);
    }
  }

  /** Accounts take turns, so that an account's entries leave among as many of each other's. */
  private OverloadedException shareFull(Pending pending, Held own) {
    int before = (int) Math.min(entries.size(), (long) own.entries * entries.accounts());
    String whose =
        pending.account().isEmpty() ? "issuers not proven yet" : "key " + pending.account();
    return new OverloadedException(
        timeFor.apply(before),
        Reason.KEY_SHARE_FULL,
        "queue: "
            + own.entries
            + " entries, "
            + own.bytes
            + " bytes of "
            + whose
            + " wait (expected: room in its share, "
            + keyPercent
            + " % or "
            + share.entries
            + " entries, "
            + share.bytes
            + " bytes)",
        pending.account());
  }

  private void hold(Pending pending, int sign) {
    if (shared) {
      Held change = new Held(sign, (long) sign * pending.bytes());
      held.merge(
          pending.account(),
          change,
          (own, more) -> own.entries + more.entries == 0 ? null : own.plus(more));
    }
  }

  private OverloadedException overloaded(int waiting) {
    return new OverloadedException(
        timeFor.apply(waiting),
        Reason.QUEUE_FULL,
        "queue: "
            + waiting
            + " entries wait (expected: fewer than "
            + maxEntries
            + ", and at most "
            + maxBytes
            + " bytes)");
  }
}
