package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/** Latencies in microseconds. */
public record Quantiles(
    long count, double mean, long p50, long p90, long p99, long p999, long max) {

  static Quantiles of(Histogram micros) {
    return new Quantiles(
        micros.getTotalCount(),
        micros.getMean(),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(90),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("count", count)
        .put("meanMicros", mean)
        .put("p50Micros", p50)
        .put("p90Micros", p90)
        .put("p99Micros", p99)
        .put("p999Micros", p999)
        .put("maxMicros", max);
  }
}
