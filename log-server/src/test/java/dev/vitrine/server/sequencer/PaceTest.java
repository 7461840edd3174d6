package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLI;

  private long now = Long.MAX_VALUE - HOUR / 2; // nanoTime may overflow
  private final Pace pace = new Pace(now);

  @Test
  void busyLog_isAsFastAsItsBatchesFollowEachOther() {
    for (int i = 0; i < 50; i++) {
      // Offered long before, as in a full queue.
      stored(1000, 10 * MILLI, 500 * MILLI);
    }
    assertThat(pace.timeFor(65_536).toMillis()).isCloseTo(655, Percentage.withPercentage(1));
  }

  @Test
  void idleLog_timeWithNothingToDo_doesNotCount() {
    for (int i = 0; i < 50; i++) {
      stored(1, HOUR, MILLI / 2);
    }
    assertThat(pace.timeFor(1000).toMillis()).isCloseTo(500, Percentage.withPercentage(1));
  }

  @Test
  void fullBatches_afterLoneEntries_sayWhatAFullQueueTakes() {
    for (int i = 0; i < 50; i++) {
      stored(1, HOUR, MILLI / 2);
    }
    stored(4096, 40 * MILLI, 40 * MILLI);
    stored(4096, 40 * MILLI, 40 * MILLI);
    // 50,000 entries at 100,000/s; the mean of the batches would say 20 s.
    assertThat(pace.timeFor(50_000).toMillis()).isCloseTo(500, Percentage.withPercentage(10));
  }

  @Test
  void advice_isWithinItsBounds() {
    assertThat(pace.timeFor(0)).isEqualTo(Duration.ofMillis(20));
    assertThat(pace.timeFor(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
  }

  /**
   * A batch.
   *
   * @param after time from the batch before it
   * @param waited time from its first offer
   */
  private void stored(int entries, long after, long waited) {
    now += after;
    pace.stored(entries, now - waited, now);
  }
}
