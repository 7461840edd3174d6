package dev.vitrine.client.audit;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The levels above 0, put together from the roots of full level-0 tiles. Of each level only the
 * tile that is not yet full is held. Owned by the thread that takes the spans in order.
 */
final class UpperLevels {
  /** Levels 1..7: a tree of 2^63 leaves has no more. */
  static final int TOP = 7;

  private final AuditTiles tiles;
  private final byte[][] unfinished = new byte[TOP + 1][TileId.FULL_WIDTH * Hash.SIZE];
  private long tilesRead;
  // Full level-0 tiles so far. The width of each level's unfinished tile follows from it.
  private long leafTiles;

  /**
   * Takes up an earlier run.
   *
   * @param leafTiles full level-0 tiles done
   * @param hashes for each level from 1 on, the hashes of its unfinished tile
   */
  UpperLevels(AuditTiles tiles, long leafTiles, List<byte[]> hashes) {
    this.tiles = tiles;
    this.leafTiles = leafTiles;
    for (int level = 1; level <= TOP; level++) {
      byte[] known = hashes.get(level - 1);
      if (known.length != width(level) * Hash.SIZE) {
        throw new IllegalArgumentException(
            "level %d: %d bytes (expected: %d)"
                .formatted(level, known.length, width(level) * Hash.SIZE));
      }
      System.arraycopy(known, 0, unfinished[level], 0, known.length);
    }
  }

  static UpperLevels empty(AuditTiles tiles) {
    return new UpperLevels(tiles, 0, java.util.Collections.nCopies(TOP, new byte[0]));
  }

  /** Full level-0 tiles so far. */
  long leafTiles() {
    return leafTiles;
  }

  /** Tiles of the upper levels that were read and compared. */
  long tilesRead() {
    return tilesRead;
  }

  /** The hashes of each level's unfinished tile, from level 1 on. */
  List<byte[]> hashes() {
    List<byte[]> hashes = new ArrayList<>();
    for (int level = 1; level <= TOP; level++) {
      hashes.add(Arrays.copyOf(unfinished[level], width(level) * Hash.SIZE));
    }
    return hashes;
  }

  /** Takes the root of the next full level-0 tile. */
  void add(byte[] roots, int offset) throws IOException, AuditFaultException {
    System.arraycopy(roots, offset, unfinished[1], width(1) * Hash.SIZE, Hash.SIZE);
    leafTiles++;
    for (int level = 1; level < TOP && width(level) == 0; level++) {
      byte[] full = unfinished[level];
      long index = (leafTiles >>> 8 * level) - 1;
      tiles.requireTile(new TileId(level, index, TileId.FULL_WIDTH), full);
      tilesRead++;
      PerfectTree.foldInPlace(full, TileId.FULL_WIDTH);
      int slot = (int) (index % TileId.FULL_WIDTH);
      System.arraycopy(full, 0, unfinished[level + 1], slot * Hash.SIZE, Hash.SIZE);
    }
  }

  /**
   * Compares the partial tiles of the right edge and computes the root.
   *
   * @param edge the leaf hashes after the last full level-0 tile
   */
  Hash finish(byte[] edge) throws IOException, AuditFaultException {
    List<Hash> subtrees = new ArrayList<>();
    for (int level = TOP; level >= 1; level--) {
      int width = width(level);
      if (width > 0) {
        tiles.requireTile(new TileId(level, leafTiles >>> 8 * level, width), unfinished[level]);
        tilesRead++;
        addSubtrees(subtrees, unfinished[level], width);
      }
    }
    int edgeWidth = edge.length / Hash.SIZE;
    addSubtrees(subtrees, edge, edgeWidth);
    return CompactRange.of(leafTiles * TileId.FULL_WIDTH + edgeWidth, subtrees).root();
  }

  private static void addSubtrees(List<Hash> subtrees, byte[] hashes, int width) {
    int first = 0;
    for (int rest = width; rest > 0; rest -= Integer.highestOneBit(rest)) {
      int count = Integer.highestOneBit(rest);
      subtrees.add(PerfectTree.root(hashes, first, count));
      first += count;
    }
  }

  private int width(int level) {
    return (int) (leafTiles >>> 8 * (level - 1)) & 0xff;
  }
}
