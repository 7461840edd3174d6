package dev.vitrine.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs one plan and samples it once a second. */
public final class LoadRun {

  private final Recording recording;
  private final LoadPlan plan;
  private final long startNanos = System.nanoTime();

  // owned by the sampling thread, then by the caller once that thread has ended
  private final List<Second> seconds = new ArrayList<>();
  private long lastCount;
  private long lastNanos = startNanos;

  private LoadRun(LoadPlan plan) {
    this.plan = plan;
    this.recording = new Recording(plan.window(), plan.isStepped());
  }

  /** Blocks until the plan's window is over and its entries are answered. */
  public static LoadResult run(LoadPlan plan, EntrySource entries, Target target)
      throws InterruptedException {
    return new LoadRun(plan).run(entries, target);
  }

  private LoadResult run(EntrySource entries, Target target) throws InterruptedException {
    ScheduledExecutorService sampler =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task));
    sampler.scheduleAtFixedRate(this::sample, 1, 1, TimeUnit.SECONDS);
    Acks acks;
    try {
      acks = new Driver(plan, entries, target, recording, startNanos).run();
    } finally {
      sampler.shutdown();
      sampler.awaitTermination(10, TimeUnit.SECONDS);
    }
    recording.interval();
    return new LoadResult(
        plan,
        recording.offeredPerSecond(),
        recording.acknowledgedPerSecond(),
        recording.pushBack(),
        recording.total(),
        seconds,
        recording.slices(),
        recording.failures(),
        acks);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "load-sampler");
    thread.setDaemon(true);
    return thread;
  }

  private void sample() {
    long now = System.nanoTime();
    long count = recording.acknowledgedCount();
    double perSecond = (count - lastCount) * 1e9 / (now - lastNanos);
    seconds.add(
        new Second((now - startNanos) / 1e9, perSecond, Quantiles.of(recording.interval())));
    lastCount = count;
    lastNanos = now;
  }
}
