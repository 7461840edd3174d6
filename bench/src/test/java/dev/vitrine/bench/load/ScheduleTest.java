package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
  void rate_notAboveZero_isRefused() {
    assertThatThrownBy(() -> Schedule.constant(0)).hasMessageContaining("0.0 (expected: above 0)");
  }
}
