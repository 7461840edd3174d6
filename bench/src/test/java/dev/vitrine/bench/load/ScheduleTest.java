package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void constant_exampleOfThePackage_isAsDocumented() {
    assertThat(Schedule.constant(2000).due(0)).isZero();
    assertThat(Schedule.constant(2000).due(3)).isEqualTo(1_500_000);
  }

  @Test
  void constant_manyEntries_doNotDriftFromTheRate() {
    assertThat(Schedule.constant(30_000).due(30_000L * 3600)).isEqualTo(3600L * 1_000_000_000);
  }

  @Test
  void poisson_manyEntries_keepTheMeanRateAndTheOrder() {
    Schedule schedule = Schedule.poisson(1000, 5);
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      long due = schedule.due(i);
      assertThat(due).isGreaterThanOrEqualTo(last);
      last = due;
    }
    assertThat(last / 1e9).isCloseTo(100, within(1.5));
  }

  @Test
  void steps_eachBeginsWhereTheOneBeforeEnds() {
    Schedule schedule =
        Schedule.steps(
            List.of(new Step(2, Duration.ofSeconds(1)), new Step(4, Duration.ofMillis(500))));
    long[] due = IntStream.range(0, 6).mapToLong(schedule::due).toArray();
    assertThat(due)
        .containsExactly(
            0, 500_000_000, 1_000_000_000, 1_250_000_000, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void rate_notAboveZero_isRefused() {
    assertThatThrownBy(() -> Schedule.constant(0)).hasMessageContaining("0.0 (expected: above 0)");
  }
}
