package dev.vitrine.bench.load;

import dev.vitrine.bench.report.Plot;
import dev.vitrine.bench.report.Series;
import dev.vitrine.bench.report.Series.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The plots of a load run. */
public final class LatencyPlots {

  private static final int TICKS_PER_HALF = 5;

  private LatencyPlots() {}

  /** Latency by percentile, one line a run; the x axis gives each further nine the same width. */
  public static String byPercentile(Map<String, LoadResult> runs) {
    List<Series> series = new ArrayList<>();
    runs.forEach((name, run) -> series.add(new Series(name, percentiles(run.histogram()))));
    return Plot.of(
            "Latency by percentile",
            "1 in … entries is slower (10: p90, 100: p99, 1,000: p99.9)",
            true,
            "latency, ms",
            true,
            series)
        .svg();
  }

  private static List<Point> percentiles(Histogram histogram) {
    List<Point> points = new ArrayList<>();
    for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF)) {
      double level = value.getPercentileLevelIteratedTo() / 100;
      if (level < 1) {
        points.add(new Point(1 / (1 - level), value.getValueIteratedTo() / 1e3));
      }
    }
    return points;
  }

  /** Latency over the time of one run. */
  public static String overTime(String name, LoadResult run) {
    return Plot.of(
            "Latency over time: " + name,
            "seconds",
            false,
            "latency, ms",
            true,
            List.of(
                line("p50", run, second -> second.latency().p50()),
                line("p99", run, second -> second.latency().p99()),
                line("max", run, second -> second.latency().max())))
        .svg();
  }

  private static Series line(String name, LoadResult run, ToDoubleFunction<Second> micros) {
    List<Point> points = new ArrayList<>();
    for (Second second : run.seconds()) {
      if (second.latency().count() > 0) {
        points.add(new Point(second.at(), micros.applyAsDouble(second) / 1e3));
      }
    }
    return new Series(name, points);
  }
}
