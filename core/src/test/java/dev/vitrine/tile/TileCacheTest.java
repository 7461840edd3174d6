package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.TextbookTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileCacheTest {
  private static final TextbookTree TREE = TextbookTree.ofSize(256);
  private static final byte[] BYTES = new byte[HashTile.MAX_BYTES];

  static {
    for (int i = 0; i < 256; i++) {
      TREE.leaves().get(i).copyTo(BYTES, 32 * i);
    }
  }

  private final List<TileId> reads = new ArrayList<>();

  @Test
  void tile_keptAndNotKept_isReadAgainOnlyWhenDropped() throws IOException {
    TileCache cache = new TileCache(this::read, 2);
    cache.tile(full(0));
    cache.tile(full(1));
    cache.tile(full(0));
    cache.tile(full(2));
    cache.tile(full(0));
    cache.tile(full(1));
    assertThat(reads).containsExactly(full(0), full(1), full(2), full(1));
  }

  @Test
  void tile_readAgainWithItsMiddle_hasTextbookNodesAtEveryHeight() throws IOException {
    TileCache cache = new TileCache(this::read, 1, 4);
    cache.tile(full(0)).root();
    cache.tile(full(1));
    for (int time = 0; time < 3; time++) {
      HashTile again = cache.tile(full(0));
      assertThat(again.middle()).hasSize(16 * 32);
      for (int height = 0; height <= HashTile.HEIGHT; height++) {
        for (int i = 0; i < 256 >>> height; i++) {
          assertThat(again.node(height, i))
              .isEqualTo(TREE.mth((long) i << height, (long) (i + 1) << height));
        }
      }
      cache.tile(full(1));
    }
  }

  @Test
  void middle_ofPartialOrUnusedTile_isNotKept() throws IOException {
    TileCache cache = new TileCache(this::read, 1, 4);
    cache.tile(new TileId(0, 0, 255)).node(1, 0);
    cache.tile(full(1));
    assertThat(cache.tile(new TileId(0, 0, 255)).middle()).isNull();
    assertThat(cache.tile(full(1)).middle()).isNull();
  }

  @Test
  void middles_beyondTheLimit_areDropped() throws IOException {
    TileCache cache = new TileCache(this::read, 1, 2);
    for (int i = 0; i < 4; i++) {
      cache.tile(full(i)).root();
    }
    // The tiles 0, 1 and 2 were dropped, in this order.
    assertThat(cache.tile(full(2)).middle()).isNotNull();
    assertThat(cache.tile(full(0)).middle()).isNull();
  }

  @Test
  void middles_ofTilesOfTwoLevels_areNotMixedUp() throws IOException {
    TileCache cache = new TileCache(this::read, 1, 200);
    for (int level = 0; level < 2; level++) {
      for (int i = 0; i < 100; i++) {
        cache.tile(new TileId(level, i, 256)).root();
      }
    }
    for (int level = 0; level < 2; level++) {
      for (int i = 0; i < 99; i++) {
        HashTile again = cache.tile(new TileId(level, i, 256));
        assertThat(again.middle()).as("level %d tile %d", level, i).isNotNull();
      }
    }
  }

  @Test
  void middle_ofAnotherTileInTheSamePlace_isNotTaken() throws IOException {
    TileCache cache = new TileCache(this::read, 1, 1);
    cache.tile(full(0)).root();
    cache.tile(full(1)).root();
    assertThat(cache.tile(full(5)).middle()).isNull();
    assertThat(cache.tile(new TileId(1, 0, 256)).middle()).isNull();
  }

  @Test
  void limits_outOfRange_areRefused() {
    assertThatThrownBy(() -> new TileCache(this::read, 0))
        .hasMessage("max tiles: 0 (expected: >= 1)");
    assertThatThrownBy(() -> new TileCache(this::read, 1, -1))
        .hasMessage("max middles: -1 (expected: >= 0)");
  }

  private HashTile read(TileId id) throws TileFormatException {
    reads.add(id);
    return HashTile.decode(BYTES, id.width());
  }

  private static TileId full(long index) {
    return new TileId(0, index, 256);
  }
}
