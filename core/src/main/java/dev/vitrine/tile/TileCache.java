package dev.vitrine.tile;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the most recently used tiles of a source, together with the inner hashes that they have
 * computed: at most about 16 KiB per tile. Of the full tiles that it drops it keeps the 16 nodes
 * halfway up, about 640 bytes, so that a path through such a tile needs 22 hashes when the tile is
 * read again, and not 255; a level 0 tile read again is not kept a second time. Safe for use by any
 * number of threads.
 *
 * <p>For sources whose tiles do not change: a tile read again is combined with what was computed
 * from it before.
 */
public final class TileCache implements HashTiles {
  private final HashTiles source;
  // Both guarded by the lock on tiles.
  private final Map<TileId, HashTile> tiles;
  private final Map<TileId, byte[]> middles;

  /**
   * Puts a cache before a source.
   *
   * @param maxTiles number of tiles kept, at least 1
   * @param maxMiddles number of dropped tiles of which the middle nodes are kept, at least 0
   */
  public TileCache(HashTiles source, int maxTiles, int maxMiddles) {
    if (maxTiles < 1) {
      throw new IllegalArgumentException("max tiles: " + maxTiles + " (expected: >= 1)");
    }
    if (maxMiddles < 0) {
      throw new IllegalArgumentException("max middles: " + maxMiddles + " (expected: >= 0)");
    }
    this.source = source;
    this.middles =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TileId, byte[]> eldest) {
            return size() > maxMiddles;
          }
        };
    this.tiles =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TileId, HashTile> eldest) {
            boolean drop = size() > maxTiles;
            if (drop) {
              keepMiddle(eldest.getKey(), eldest.getValue());
            }
            return drop;
          }
        };
  }

  /** Puts a cache before a source that keeps nothing of the tiles it drops. */
  public TileCache(HashTiles source, int maxTiles) {
    this(source, maxTiles, 0);
  }

  @Override
  public HashTile tile(TileId id) throws IOException {
    synchronized (tiles) {
      HashTile tile = tiles.get(id);
      if (tile != null) {
        return tile;
      }
    }
    // Read outside the lock: two threads may read the same tile, none waits for another's read.
    HashTile tile = source.tile(id);
    synchronized (tiles) {
      byte[] middle = middles.get(id);
      HashTile known = middle == null ? tile : tile.with(middle);
      // Leaves asked for at random would drive all else out of the cache, and through every
      // generation of the heap.
      if (middle == null || id.level() > 0) {
        tiles.put(id, known);
      }
      return known;
    }
  }

  private void keepMiddle(TileId id, HashTile tile) {
    byte[] middle = tile.middle();
    if (middle != null) {
      middles.put(id, middle);
    }
  }
}
