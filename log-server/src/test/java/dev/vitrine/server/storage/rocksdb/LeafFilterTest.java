package dev.vitrine.server.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafFilterTest {
  private static final long ROOMY = 64L << 20;

  @Test
  void segment_full_holdsAllAndSaysYesToOneInAHundredOthersAtMost() {
    BloomSegment segment = new BloomSegment(64 << 10);
    int capacity = 0;
    for (; !segment.isFull(); capacity++) {
      segment.add(hash(capacity));
    }
    assertThat(capacity).isEqualTo((64 << 10) * 8 / 12);
    assertThat(IntStream.range(0, capacity).allMatch(i -> segment.mightHold(hash(i)))).isTrue();
    long wrong =
        LongStream.range(capacity, capacity + 100_000L)
            .filter(i -> segment.mightHold(hash(i)))
            .count();
    assertThat(wrong).isBetween(1L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -64, 63, 100})
  void segment_ofOtherThanWholeBlocks_refused(int bytes) {
    assertThatThrownBy(() -> new BloomSegment(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(bytes + " bytes")
        .hasMessageContaining("multiple of 64");
  }

  @Test
  void growing_beyondSeveralSegments_holdsAll() {
    GrowingFilter filter = new GrowingFilter();
    int hashes = 2_000_000;
    for (int i = 0; i < hashes; i++) {
      assertThat(filter.add(hash(i), ROOMY)).isTrue();
    }
    assertThat(filter.bytes()).isEqualTo((1 + 1 + 2) << 20);
    assertThat(IntStream.range(0, hashes).allMatch(i -> filter.mightHold(hash(i)))).isTrue();
  }

  @Test
  void growing_withoutRoom_addsNothing() {
    GrowingFilter filter = new GrowingFilter();
    assertThat(filter.add(hash(1), GrowingFilter.MIN_STEP_BYTES - 1)).isFalse();
    assertThat(filter.mightHold(hash(1))).isFalse();
    assertThat(filter.bytes()).isZero();
    assertThat(filter.reserve(10_000_000, 14L << 20)).isFalse();
    assertThat(filter.reserve(10_000_000, 15L << 20)).isTrue();
  }

  @Test
  void filter_untilFilled_saysPerhaps() {
    LeafFilter filter = new LeafFilter(ROOMY);
    filter.add(List.of(hash(1)));
    assertThat(filter.mightHold(hash(2))).isTrue();
    assertThat(filter.reserve(1)).isTrue();
    filter.addStored(hash(3));
    filter.filled();
    assertThat(filter.mightHold(hash(1))).isTrue();
    assertThat(filter.mightHold(hash(2))).isFalse();
    assertThat(filter.mightHold(hash(3))).isTrue();
  }

  @Test
  void filter_thatReachesItsLimit_saysPerhapsAndGivesItsMemoryBack() {
    LeafFilter filter = new LeafFilter(GrowingFilter.MIN_STEP_BYTES);
    filter.filled();
    int capacity = (int) BloomSegment.capacity(GrowingFilter.MIN_STEP_BYTES);
    filter.add(IntStream.range(0, capacity).mapToObj(LeafFilterTest::hash).toList());
    assertThat(filter.isUsed()).isTrue();
    assertThat(filter.mightHold(hash(capacity + 1))).isFalse();
    filter.add(List.of(hash(capacity)));
    assertThat(filter.isOff()).isTrue();
    assertThat(filter.mightHold(hash(capacity + 1))).isTrue();
    assertThat(filter.bytes()).isZero();
    filter.filled();
    assertThat(filter.isUsed()).isFalse();
  }

  @Test
  void filter_tooSmallForTheStore_isOff() {
    LeafFilter filter = new LeafFilter(GrowingFilter.MIN_STEP_BYTES);
    assertThat(filter.reserve(1_000_000)).isFalse();
    assertThat(filter.isOff()).isTrue();
    assertThat(filter.mightHold(hash(1))).isTrue();
  }

  private static Hash hash(int i) {
    return TreeHasher.leaf(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
  }

  private static Hash hash(long i) {
    return hash(Math.toIntExact(i));
  }
}
