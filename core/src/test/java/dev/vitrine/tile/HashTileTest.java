package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TextbookTree;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HashTileTest {
  private static final TextbookTree TREE = TextbookTree.ofSize(256);
  private static final byte[] FULL = new byte[HashTile.MAX_BYTES];

  static {
    for (int i = 0; i < 256; i++) {
      TREE.leaves().get(i).copyTo(FULL, 32 * i);
    }
  }

  @Test
  void nodes_ofEveryWidth_areTextbookSubtrees() throws TileFormatException {
    for (int width = 1; width <= 256; width++) {
      HashTile tile = HashTile.decode(FULL, width);
      for (int height = 0; height <= 8; height++) {
        for (int i = 0; i < width >>> height; i++) {
          Hash expected = TREE.mth((long) i << height, (long) (i + 1) << height);
          assertThat(tile.node(height, i).equals(expected)).isTrue();
        }
        int beyond = width >>> height;
        int h = height;
        assertThatThrownBy(() -> tile.node(h, beyond))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void decode_widerBytes_keepsTheFirst() throws TileFormatException {
    HashTile tile = HashTile.decode(FULL, 3);
    assertThat(tile.width()).isEqualTo(3);
    assertThat(tile.toByteArray()).isEqualTo(Arrays.copyOf(FULL, 96));
    assertThat(tile).isEqualTo(HashTile.decode(Arrays.copyOf(FULL, 96), 3));
    assertThat(tile).hasSameHashCodeAs(HashTile.decode(Arrays.copyOf(FULL, 96), 3));
    assertThat(tile).isNotEqualTo(HashTile.decode(FULL, 4)).hasToString("HashTile[3 hashes]");
    assertThat(tile.hash(2)).isEqualTo(TREE.leaves().get(2));
    assertThatThrownBy(() -> tile.hash(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void decode_bytesOfNoTile_areRefused() {
    for (int length : new int[] {0, 1, 31, 33, 95, 97, HashTile.MAX_BYTES + 32}) {
      assertThatThrownBy(() -> HashTile.decode(new byte[length], 3))
          .isInstanceOf(TileFormatException.class)
          .hasMessageContaining(length + " bytes (expected: 96");
    }
    assertThatThrownBy(() -> HashTile.decode(new byte[64], 3))
        .isInstanceOf(TileFormatException.class);
    assertThatThrownBy(() -> HashTile.decode(FULL, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytes_changedAfterwards_leaveTileAlone() throws TileFormatException {
    byte[] bytes = FULL.clone();
    HashTile tile = HashTile.decode(bytes, 256);
    bytes[0] ^= 1;
    tile.toByteArray()[1] ^= 1;
    assertThat(tile.root()).isEqualTo(TREE.root(256));
  }

  @Test
  void root_ofPartialTile_isRefused() throws TileFormatException {
    HashTile tile = HashTile.decode(FULL, 255);
    assertThatThrownBy(tile::root).isInstanceOf(IllegalStateException.class);
  }
}
