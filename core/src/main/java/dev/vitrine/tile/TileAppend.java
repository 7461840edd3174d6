package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One batch on its way into the tiles. Owned by the thread that appends it. */
final class TileAppend {
  private final Map<TileId, byte[]> changed = new LinkedHashMap<>();
  private final List<OpenTile> levels = new ArrayList<>();
  private final Frontier frontier;
  private long size;

  TileAppend(long size, List<byte[]> partialTiles, Frontier frontier) {
    this.size = size;
    this.frontier = frontier;
    for (byte[] tile : partialTiles) {
      levels.add(new OpenTile(tile));
    }
  }

  void add(byte[] leafHash, int off) {
    if (size == Long.MAX_VALUE) {
      throw new IllegalStateException("size: " + size + " (expected: < 2^63-1)");
    }
    frontier.putLeaf(leafHash, off, size);
    put(0, 0);
    int level = 0;
    for (; ((size >>> level) & 1) == 1; level++) {
      frontier.merge(level, size);
      if ((level + 1) % HashTile.HEIGHT == 0) {
        put((level + 1) / HashTile.HEIGHT, level + 1);
      }
    }
    size++;
  }

  /** Adds the hash just made at a level of the tree to the tiles of a level. */
  private void put(int tileLevel, int level) {
    if (tileLevel == levels.size()) {
      levels.add(new OpenTile(new byte[0]));
    }
    OpenTile tile = levels.get(tileLevel);
    frontier.copyTo(level, size, tile.hashes, tile.width * Hash.SIZE);
    tile.width++;
    tile.changed = true;
    if (tile.width == TileId.FULL_WIDTH) {
      changed.put(new TileId(tileLevel, index(tileLevel), tile.width), tile.hashes);
      levels.set(tileLevel, new OpenTile(new byte[0]));
    }
  }

  TileUpdate finish() {
    List<byte[]> partialTiles = new ArrayList<>(levels.size());
    for (int level = 0; level < levels.size(); level++) {
      OpenTile tile = levels.get(level);
      byte[] bytes = Arrays.copyOf(tile.hashes, tile.width * Hash.SIZE);
      if (tile.changed) {
        changed.put(new TileId(level, index(level), tile.width), bytes.clone());
      }
      partialTiles.add(bytes);
    }
    TileFrontier after = new TileFrontier(size, List.copyOf(partialTiles), frontier);
    return new TileUpdate(after, changed);
  }

  // While a leaf is added its index is the size, and it lies below the tile that it fills.
  private long index(int tileLevel) {
    int shift = HashTile.HEIGHT * (tileLevel + 1);
    return shift < Long.SIZE ? size >>> shift : 0;
  }

  private static final class OpenTile {
    private final byte[] hashes;
    private int width;
    private boolean changed;

    OpenTile(byte[] partial) {
      this.hashes = Arrays.copyOf(partial, HashTile.MAX_BYTES);
      this.width = partial.length / Hash.SIZE;
    }
  }
}
