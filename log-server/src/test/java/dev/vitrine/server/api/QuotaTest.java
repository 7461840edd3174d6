package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class QuotaTest {

  private final AtomicLong nanos = new AtomicLong();

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void noLimits_takesEverything() {
    Quota quota = new Quota(0, 0, 1, nanos::get);

    assertThat(quota.limits()).isFalse();
    for (int i = 0; i < 10_000; i++) {
      assertThat(quota.take("a", 65_535)).isEmpty();
    }
  }

  @Test
  void entries_burstThenRate_perClient() {
    Quota quota = new Quota(10, 0, 2, nanos::get);

    for (int i = 0; i < 20; i++) {
      assertThat(quota.take("a", 1)).as("entry %d", i).isEmpty();
    }
    assertThat(quota.take("a", 1))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMillis(99), Duration.ofMillis(101)));
    assertThat(quota.take("b", 1)).isEmpty();
    pass(Duration.ofMillis(101));
    assertThat(quota.take("a", 1)).isEmpty();
    assertThat(quota.take("a", 1)).isPresent();
  }

  @Test
  void bytes_areCharged_andALargeEntryPassesOnAFullBucket() {
    Quota quota = new Quota(0, 1_000, 1, nanos::get);

    assertThat(quota.take("a", 5_000)).isEmpty();
    assertThat(quota.take("a", 1)).isPresent();
    pass(Duration.ofMillis(4_000));
    assertThat(quota.take("a", 500)).isPresent();
    pass(Duration.ofMillis(600));
    assertThat(quota.take("a", 500)).isEmpty();
  }

  @Test
  void refusal_takesNothing() {
    Quota quota = new Quota(1, 0, 1, nanos::get);
    assertThat(quota.take("a", 1)).isEmpty();

    for (int i = 0; i < 100; i++) {
      assertThat(quota.take("a", 1)).isPresent();
    }
    pass(Duration.ofMillis(1_001));

    assertThat(quota.take("a", 1)).isEmpty();
  }
}
