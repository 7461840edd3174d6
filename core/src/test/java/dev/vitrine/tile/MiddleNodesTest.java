package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Allocations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MiddleNodesTest {
  private static final int TILES = 512;

  private final MiddleNodes middles = new MiddleNodes(1 << 16);

  @Test
  void keep_tilesFarApart_takeWhatTheyHoldAndNoMore() {
    byte[] middle = new byte[MiddleNodes.BYTES];
    try (Allocations allocations = Allocations.limitedFor(TILES * MiddleNodes.BYTES / 16)) {
      for (int i = 0; i < TILES; i++) {
        middles.keep(tile(i * 128L), middle);
      }
    }
  }

  @Test
  void of_keptAndReplaced_isTheLastOfItsPlace() {
    for (int round = 1; round <= 2; round++) {
      for (int i = 0; i < TILES; i++) {
        middles.keep(tile(i * 128L), content(round * i));
      }
    }
    middles.keep(tile(1 << 16), content(77));

    assertThat(middles.of(tile(0))).isNull();
    assertThat(middles.of(tile(1 << 16))).isEqualTo(content(77));
    for (int i = 1; i < TILES; i++) {
      assertThat(middles.of(tile(i * 128L))).isEqualTo(content(2 * i));
    }
    assertThat(middles.of(tile(1))).isNull();
  }

  private static TileId tile(long index) {
    return new TileId(0, index, TileId.FULL_WIDTH);
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[MiddleNodes.BYTES];
    Arrays.fill(content, (byte) seed);
    return content;
  }
}
