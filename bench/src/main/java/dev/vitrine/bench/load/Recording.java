package dev.vitrine.bench.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Collects answers. Latency is recorded for entries <em>due</em> in the window, whenever they are
 * answered; the rate counts entries <em>answered</em> in the window. Times are nanoseconds after
 * the start.
 */
final class Recording {

  static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;
  private static final int DIGITS_OF_REFUSALS = 2;

  private final Window window;
  private final Recorder recorder = new Recorder(HIGHEST_MICROS, DIGITS);
  private final Histogram total = new Histogram(HIGHEST_MICROS, DIGITS);
  private final AtomicHistogram refusalMicros =
      new AtomicHistogram(HIGHEST_MICROS, DIGITS_OF_REFUSALS);
  private final AtomicHistogram advisedMicros =
      new AtomicHistogram(HIGHEST_MICROS, DIGITS_OF_REFUSALS);
  private final @Nullable Timeline timeline;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder acknowledgedInWindow = new LongAdder();
  private final LongAdder refusedInWindow = new LongAdder();
  private final LongAdder dueInWindow = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  /**
   * @param sliced whether the course of the run is recorded too
   */
  Recording(Window window, boolean sliced) {
    this.window = window;
    this.timeline = sliced ? new Timeline(window) : null;
  }

  void due(long dueNanos) {
    if (window.contains(dueNanos)) {
      dueInWindow.increment();
    }
  }

  void acknowledged(long dueNanos, long nowNanos) {
    acknowledged.increment();
    if (window.contains(nowNanos)) {
      acknowledgedInWindow.increment();
    }
    if (window.contains(dueNanos)) {
      recorder.recordValue(micros(nowNanos - dueNanos));
    }
    if (timeline != null) {
      timeline.acknowledged(dueNanos, micros(nowNanos - dueNanos));
    }
  }

  /**
   * Counts an entry that was pushed back.
   *
   * @param advisedMillis how long the log said to wait, 0 where it said nothing
   */
  void refused(String reason, long dueNanos, long nowNanos, long advisedMillis) {
    count(refusals, reason);
    if (window.contains(nowNanos)) {
      refusedInWindow.increment();
    }
    refusalMicros.recordValue(micros(nowNanos - dueNanos));
    if (advisedMillis > 0) {
      advisedMicros.recordValue(Math.min(HIGHEST_MICROS, advisedMillis * 1000));
    }
    if (timeline != null) {
      timeline.refused(dueNanos);
    }
  }

  private static long micros(long nanos) {
    return Math.min(HIGHEST_MICROS, Math.max(0, nanos) / 1000);
  }

  void failed(String reason) {
    count(failures, reason);
  }

  private static void count(Map<String, LongAdder> counters, String reason) {
    counters.computeIfAbsent(reason, r -> new LongAdder()).increment();
  }

  /** What was recorded since the last call. Called by one thread. */
  Histogram interval() {
    Histogram interval = recorder.getIntervalHistogram();
    total.add(interval);
    return interval;
  }

  /** All latencies handed out by {@link #interval()} so far. */
  Histogram total() {
    return total;
  }

  long acknowledgedCount() {
    return acknowledged.sum();
  }

  double acknowledgedPerSecond() {
    return acknowledgedInWindow.sum() / window.seconds();
  }

  double offeredPerSecond() {
    return dueInWindow.sum() / window.seconds();
  }

  PushBack pushBack() {
    return new PushBack(
        refusedInWindow.sum() / window.seconds(),
        Quantiles.of(refusalMicros),
        Quantiles.of(advisedMicros),
        copy(refusals));
  }

  /** The course of the run; empty where it was not asked for. */
  List<Slice> slices() {
    return timeline == null ? List.of() : timeline.slices();
  }

  Map<String, Long> failures() {
    return copy(failures);
  }

  private static Map<String, Long> copy(Map<String, LongAdder> counters) {
    Map<String, Long> copy = new TreeMap<>();
    counters.forEach((reason, count) -> copy.put(reason, count.sum()));
    return copy;
  }
}
