package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int QUEUE = 16_384;
  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLI;

  private long now = Long.MAX_VALUE - HOUR / 2; // nanoTime may overflow
  private final Pace pace = new Pace(QUEUE, now);

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

  /**
   * A full queue of 1,024 is emptied by batches of four, each tenth of which takes ten times as
   * long; callers are sent away during such a one. What it says to them must still be what the
   * queue will take.
   */
  @Test
  void smallBatches_inTheMomentOfASlowOne_sayWhatTheQueueTakesOnTheWhole() {
    Pace small = new Pace(1024, now);
    for (int i = 0; i <= 1000; i++) {
      long after = i % 10 == 0 ? 10 * MILLI / 5 : MILLI / 5;
      now += after;
      small.stored(4, now - 90 * MILLI, now);
    }
    // Ten batches of four: nine fifths of a millisecond and ten fifths.
    double expected = 1024 / 40.0 * 19 / 5;
    assertThat((double) small.timeFor(1024).toMillis())
        .isCloseTo(expected, Percentage.withPercentage(5));
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
