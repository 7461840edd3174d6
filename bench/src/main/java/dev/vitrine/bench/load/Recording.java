package dev.vitrine.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Collects answers. Latency is recorded for entries <em>due</em> in the window, whenever they are
 * answered; the rate counts entries <em>answered</em> in the window. Times are nanoseconds after
 * the start.
 */
final class Recording {

  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;

  private final Window window;
  private final Recorder recorder = new Recorder(HIGHEST_MICROS, DIGITS);
  private final Histogram total = new Histogram(HIGHEST_MICROS, DIGITS);
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder acknowledgedInWindow = new LongAdder();
  private final LongAdder refusedInWindow = new LongAdder();
  private final LongAdder dueInWindow = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  Recording(Window window) {
    this.window = window;
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
      recorder.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, nowNanos - dueNanos) / 1000));
    }
  }

  void refused(String reason, long nowNanos) {
    count(refusals, reason);
    if (window.contains(nowNanos)) {
      refusedInWindow.increment();
    }
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

  double refusedPerSecond() {
    return refusedInWindow.sum() / window.seconds();
  }

  double offeredPerSecond() {
    return dueInWindow.sum() / window.seconds();
  }

  Map<String, Long> refusals() {
    return copy(refusals);
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
