package dev.vitrine.bench.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Offers the entries of one plan to one target, on the calling thread. */
final class Driver {

  /** How long answers are waited for after the last entry was sent. */
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /**
   * A thread that woke for each of 20,000 entries a second, and woke others for each, would be a
   * load of its own on the cores that it shares with the log. What is due meanwhile goes out
   * together, and its wait is part of its latency.
   */
  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final LoadPlan plan;
  private final EntrySource entries;
  private final Target target;
  private final Recording recording;
  private final Acks acks = new Acks();
  private final Permits permits;
  private final long startNanos;

  Driver(LoadPlan plan, EntrySource entries, Target target, Recording recording, long startNanos) {
    this.plan = plan;
    this.entries = entries;
    this.target = target;
    this.recording = recording;
    this.permits = new Permits(plan.outstanding());
    this.startNanos = startNanos;
  }

  /** Returns when the window is over and each entry is answered, or given up. */
  Acks run() throws InterruptedException {
    if (plan.hasSchedule()) {
      offerOnSchedule(plan.schedule());
    } else {
      offerAtOnce();
    }
    int unanswered = permits.awaitAll(DRAIN_NANOS);
    for (int i = 0; i < unanswered; i++) {
      recording.failed("no answer within 30 s of the end");
    }
    return acks;
  }

  private void offerOnSchedule(Schedule schedule) throws InterruptedException {
    EntryChoice choice = choice();
    for (long request = 0; request < LongColumn.MAX_ROWS; request++) {
      long due = schedule.due(request);
      if (due >= plan.window().endNanos()) {
        return;
      }
      recording.due(due);
      waitUntil(startNanos + due);
      String held = target.pushBack();
      if (held != null) {
        // Dropped before it is made: what cannot be sent must cost the generator next to nothing.
        recording.refused(held, due, System.nanoTime() - startNanos, 0);
        continue;
      }
      // The schedule goes on while the permits are out; lateness is latency.
      if (!permits.take(startNanos + plan.window().endNanos() + DRAIN_NANOS)) {
        recording.failed("never sent: too many unanswered");
        return;
      }
      if (!send(request, choice.next(), due)) {
        return;
      }
    }
  }

  private void offerAtOnce() throws InterruptedException {
    EntryChoice choice = choice();
    long end = startNanos + plan.window().endNanos();
    for (long request = 0; request < LongColumn.MAX_ROWS && permits.take(end); request++) {
      long now = System.nanoTime() - startNanos;
      if (now >= plan.window().endNanos()) {
        permits.giveBack();
        return;
      }
      recording.due(now);
      if (!send(request, choice.next(), now)) {
        return;
      }
    }
  }

  private EntryChoice choice() {
    return new EntryChoice(plan.duplicateShare(), plan.seed() + 1);
  }

  /** Returns whether there was an entry to send. */
  private boolean send(long request, long entryId, long due) {
    if (entryId >= entries.count()) {
      recording.failed("no entry left: all " + entries.count() + " were offered");
      permits.giveBack();
      return false;
    }
    acks.sent(request, entryId);
    target.send(entries.entry(entryId), new Recorded(request, due));
    return true;
  }

  private static void waitUntil(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(Math.max(left, SHORTEST_WAIT_NANOS));
      left = nanos - System.nanoTime();
    }
  }

  /** Books one answer and frees its permit. */
  private final class Recorded implements Answer {

    private final long request;
    private final long due;

    Recorded(long request, long due) {
      this.request = request;
      this.due = due;
    }

    @Override
    public void acknowledged(long index) {
      acks.acknowledged(request, index);
      recording.acknowledged(due, now());
      permits.giveBack();
    }

    @Override
    public void refused(String reason, long retryAfterMillis) {
      recording.refused(reason, due, now(), retryAfterMillis);
      if (plan.hasSchedule() || retryAfterMillis == 0) {
        permits.giveBack();
        return;
      }
      // Without a schedule a refused caller honours the advice before it offers its next entry.
      CompletableFuture.delayedExecutor(retryAfterMillis, TimeUnit.MILLISECONDS)
          .execute(permits::giveBack);
    }

    @Override
    public void failed(String reason) {
      recording.failed(reason);
      permits.giveBack();
    }

    private long now() {
      return System.nanoTime() - startNanos;
    }
  }
}
