package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  // Milliseconds of ten slices before the overload: one of them is an outlier.
  private static final List<Integer> BEFORE = List.of(2, 3, 2, 4, 2, 2, 3, 200, 5, 2);

  @Test
  void backlog_isGoneWhenASlicesP99IsWithinTheLevel() {
    Recovery recovery = judge(List.of(700, 600, 400, 100, 6, 4, 3, 9, 2, 2));

    assertThat(recovery.levelMicros()).isEqualTo(5_000);
    assertThat(recovery.seconds()).hasValueCloseTo(0.6, within(1e-9));
    assertThat(recovery.json().get("recoveredWithinSeconds").asDouble())
        .isCloseTo(0.6, within(1e-9));
    assertThat(recovery.text()).contains("below (nine of ten slices before the overload): within");
  }

  @Test
  void backlog_neverGone_isSaid() {
    Recovery recovery = judge(List.of(700, 600, 500, 400, 300, 200, 100, 50, 20, 10));

    assertThat(recovery.seconds()).isEmpty();
    assertThat(recovery.json().has("recoveredWithinSeconds")).isFalse();
    assertThat(recovery.text()).contains("never within 5 s");
  }

  @Test
  void sliceWithoutAnswers_isNoRecovery() {
    Recovery recovery = judge(List.of(700, 0, 0, 3, 3, 3, 3, 3, 3, 3));

    assertThat(recovery.seconds()).hasValueCloseTo(0.4, within(1e-9));
  }

  private static Recovery judge(List<Integer> after) {
    List<Integer> during = List.of(100, 200, 300, 400, 500, 600, 700, 800, 800, 800);
    List<Integer> all = new ArrayList<>(BEFORE);
    all.addAll(during);
    all.addAll(after);
    List<Slice> slices = new ArrayList<>();
    for (int millis : all) {
      slices.add(slice(slices.size() * Slice.SECONDS, millis));
    }
    return Recovery.of(slices);
  }

  /** All answers after the same time; none if that is 0. */
  private static Slice slice(double at, int millis) {
    Histogram micros = new Histogram(5);
    if (millis > 0) {
      micros.recordValueWithCount(millis * 1000L, 100);
    }
    return new Slice(at, 0, Quantiles.of(micros));
  }
}
