package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.TextbookTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileFrontierTest {
  private static final int MAX = 70_000;
  private static final TextbookTree TREE = TextbookTree.ofSize(MAX);

  @Test
  void leafByLeaf_everySize_hasTextbookRootAndTiles() {
    TileFrontier frontier = TileFrontier.empty();
    for (int size = 0; size < 1_100; size++) {
      assertThat(frontier.root()).isEqualTo(TREE.root(size));
      TileUpdate update = frontier.append(TREE.leaves().subList(size, size + 1));
      assertUpdate(update, size, size + 1);
      frontier = update.frontier();
    }
  }

  @Test
  void batches_ofRandomSizes_haveTextbookRootAndTiles() {
    Random random = new Random(7);
    for (int round = 0; round < 6; round++) {
      TileFrontier frontier = TileFrontier.empty();
      while (frontier.size() < MAX) {
        int size = (int) frontier.size();
        int batch = Math.min(MAX - size, random.nextInt(1 << 1 + random.nextInt(15)));
        TileUpdate update = frontier.append(TREE.leaves().subList(size, size + batch));
        assertUpdate(update, size, size + batch);
        assertThat(frontier.size()).isEqualTo(size);
        frontier = update.frontier();
      }
    }
  }

  /** The tiles that differ between two sizes, by the definition of their elements. */
  private static void assertUpdate(TileUpdate update, int before, int after) {
    assertThat(update.size()).isEqualTo(after);
    assertThat(update.root()).isEqualTo(TREE.root(after));
    assertThat(update.frontier().range().root()).isEqualTo(TREE.root(after));
    Map<TileId, byte[]> expected = new HashMap<>();
    for (int level = 0; level < 3; level++) {
      int first = (before >> 8 * level) / 256;
      for (int index = first; index <= (after >> 8 * level) / 256; index++) {
        int width = Math.min(256, (after >> 8 * level) - 256 * index);
        int widthBefore = Math.min(256, Math.max(0, (before >> 8 * level) - 256 * index));
        if (width > widthBefore) {
          expected.put(new TileId(level, index, width), tile(level, index, width));
        }
      }
    }
    assertThat(update.tiles().keySet()).isEqualTo(expected.keySet());
    update
        .tiles()
        .forEach((id, bytes) -> assertThat(Arrays.equals(bytes, expected.get(id))).isTrue());
  }

  private static byte[] tile(int level, int index, int width) {
    byte[] bytes = new byte[32 * width];
    for (int i = 0; i < width; i++) {
      long element = 256L * index + i;
      TREE.mth(element << 8 * level, (element + 1) << 8 * level).copyTo(bytes, 32 * i);
    }
    return bytes;
  }

  @Test
  void frontier_readBack_goesOnTheSame() throws IOException {
    for (int size : new int[] {0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_793, 69_000}) {
      MemoryTiles tiles = new MemoryTiles();
      tiles.apply(TileFrontier.empty().append(TREE.leaves().subList(0, size)));
      TileFrontier read = TileFrontier.read(tiles, size);
      assertThat(read.size()).isEqualTo(size);
      assertThat(read.root()).isEqualTo(TREE.root(size));
      assertUpdate(read.append(TREE.leaves().subList(size, size + 700)), size, size + 700);
    }
  }

  @Test
  void leafHashes_inOneArray_areTheSameBatch() {
    byte[] hashes = new byte[32 * 700];
    for (int i = 0; i < 700; i++) {
      TREE.leaves().get(i).copyTo(hashes, 32 * i);
    }
    assertUpdate(TileFrontier.empty().append(hashes), 0, 700);
    assertThatThrownBy(() -> TileFrontier.empty().append(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leaf hashes: 33 bytes (expected: a multiple of 32)");
  }

  @Test
  void emptyBatch_changesNothing() {
    TileUpdate update = TileFrontier.empty().append(TREE.leaves().subList(0, 300));
    TileUpdate nothing = update.frontier().append(List.of());
    assertThat(nothing.tiles()).isEmpty();
    assertThat(nothing.root()).isEqualTo(TREE.root(300));
  }

  @Test
  void returnedArrays_changedByTheCaller_leaveFrontierAlone() {
    TileUpdate update = TileFrontier.empty().append(TREE.leaves().subList(0, 300));
    update.tiles().values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    assertUpdate(update.frontier().append(TREE.leaves().subList(300, 600)), 300, 600);
  }

  @Test
  void sameFrontier_appendedTwice_givesTheSame() {
    TileFrontier frontier = TileFrontier.empty().append(TREE.leaves().subList(0, 300)).frontier();
    assertUpdate(frontier.append(TREE.leaves().subList(300, 1_000)), 300, 1_000);
    assertUpdate(frontier.append(TREE.leaves().subList(300, 301)), 300, 301);
  }

  @Test
  void hugeTree_growsAcrossTheHighestLevels() throws TileFormatException {
    for (long size : new long[] {(1L << 56) - 5, (1L << 62) - 5, Long.MAX_VALUE - 20}) {
      UniformTree tree = new UniformTree(size);
      TileFrontier frontier = TileFrontier.of(size, tree.partialTiles());
      assertThat(frontier.root()).isEqualTo(tree.root(size));
      TileUpdate update = frontier.append(Collections.nCopies(20, tree.hash(0)));
      assertThat(update.root()).isEqualTo(tree.root(size + 20));
      update.tiles().forEach((id, bytes) -> assertThat(bytes).isEqualTo(tree.tile(id)));
      Map<TileId, byte[]> edge = new LinkedHashMap<>();
      TileLayout.rightEdge(size + 20).forEach(id -> edge.put(id, tree.tile(id)));
      assertThat(edge.keySet().containsAll(update.tiles().keySet()) || size < 1L << 62).isTrue();
    }
  }

  @Test
  void fullLog_isRefused() throws TileFormatException {
    UniformTree tree = new UniformTree(Long.MAX_VALUE);
    TileFrontier frontier = TileFrontier.of(Long.MAX_VALUE, tree.partialTiles());
    assertThatThrownBy(() -> frontier.append(List.of(tree.hash(0))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected: < 2^63-1");
  }

  @Test
  void partialTiles_thatDoNotFitTheSize_areRefused() {
    assertThatThrownBy(() -> TileFrontier.of(300, List.of(new byte[44 * 32])))
        .isInstanceOf(TileFormatException.class)
        .hasMessage("partial tiles: 1 (expected: 2 levels for size 300)");
    assertThatThrownBy(() -> TileFrontier.of(300, List.of(new byte[43 * 32], new byte[32])))
        .isInstanceOf(TileFormatException.class)
        .hasMessage("partial tile of level 0: 1376 bytes (expected: 1408)");
  }

  /** A tree whose leaves are all the same, so that its hashes can be told at any size. */
  private static final class UniformTree {
    private final Hash[] hashes = new Hash[NodeId.MAX_LEVEL + 1];
    private final long size;

    UniformTree(long size) {
      this.size = size;
      hashes[0] = TextbookTree.leaf(new byte[0]);
      for (int level = 1; level < hashes.length; level++) {
        hashes[level] = TextbookTree.node(hashes[level - 1], hashes[level - 1]);
      }
    }

    Hash hash(int level) {
      return hashes[level];
    }

    List<byte[]> partialTiles() {
      return TileLayout.tileSpans(size).stream()
          .map(span -> span.partial().map(this::tile).orElse(new byte[0]))
          .toList();
    }

    byte[] tile(TileId id) {
      byte[] bytes = new byte[32 * id.width()];
      for (int i = 0; i < id.width(); i++) {
        hashes[8 * id.level()].copyTo(bytes, 32 * i);
      }
      return bytes;
    }

    Hash root(long leaves) {
      if (Long.bitCount(leaves) == 1) {
        return hashes[Long.numberOfTrailingZeros(leaves)];
      }
      long left = Long.highestOneBit(leaves);
      return TextbookTree.node(root(left), root(leaves - left));
    }
  }
}
