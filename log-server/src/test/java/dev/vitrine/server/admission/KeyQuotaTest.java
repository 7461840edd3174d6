package dev.vitrine.server.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.OpenAdmission;
import dev.vitrine.merkle.PackageExample;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyQuotaTest {
  private final AtomicLong nanos = new AtomicLong();
  private final KeyQuota quota = new KeyQuota(2, 0, 3, nanos::get);

  /** The package's worked example. */
  @Test
  void take_moreThanTheBurst_isToldWhenToComeBack() throws Exception {
    Candidate candidate = new OpenAdmission().check(new byte[] {1});
    for (int i = 0; i < 6; i++) {
      assertThat(quota.take(candidate)).as("entry %d", i).isEmpty();
    }
    Duration wait = Duration.ofMillis(500);
    assertThat(quota.take(candidate)).contains(wait);
    assertThat(quota.refusal(candidate, wait)).hasMessage(PackageExample.of(KeyQuota.class).get(0));
    nanos.addAndGet(wait.toNanos());
    assertThat(quota.take(candidate)).isEmpty();
    assertThat(quota.take(candidate)).contains(wait);
  }
}
