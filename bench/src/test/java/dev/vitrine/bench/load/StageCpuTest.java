package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StageCpuTest {

  private static final String BEFORE =
      """
      # TYPE vitrine_cpu_seconds_total counter
      vitrine_cpu_seconds_total{stage="parse"} 1.5
      vitrine_cpu_seconds_total{stage="verify"} 2.0E-4
      process_cpu_usage 0.2
      """;

  @Test
  void metrics_read_eachStageSinceTheEarlierReading() {
    StageCpu before = StageCpu.parse(BEFORE);
    StageCpu after =
        StageCpu.parse(BEFORE.replace("1.5", "2.25") + BEFORE.replace("parse", "state"));

    StageCpu used = after.since(before);

    assertThat(used.micros("parse")).isCloseTo(750_000, within(1.0));
    assertThat(used.micros("state")).isCloseTo(1_500_000, within(1.0));
    assertThat(used.micros("verify")).isZero();
    assertThat(used.totalMicros()).isCloseTo(2_250_000, within(1.0));
  }

  @Test
  void metricsOfAPeer_read_areEmpty() {
    assertThat(StageCpu.parse("").seconds()).isEmpty();
  }
}
