package dev.vitrine.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.PackageExample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTest {
  /** The package's worked example. */
  @Test
  void scrape_counterTimerAndGauge_areNamedAsInTheExample() throws Exception {
    try (Metrics metrics = new Metrics()) {
      metrics.counter(Metric.APPENDS, "result", "duplicate").increment(2);
      metrics.timer(Metric.COMMIT_SECONDS).record(Duration.ofMillis(500));
      metrics.gauge(Metric.QUEUE_DEPTH, () -> 3);
      assertThat(metrics.scrape().lines()).containsAll(PackageExample.of(Metrics.class));
    }
  }
}
