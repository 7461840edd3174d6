package dev.vitrine.tile;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the most recently used tiles of a source, together with the inner hashes that they have
 * computed: at most about 16 KiB per tile. Safe for use by any number of threads.
 */
public final class TileCache implements HashTiles {
  private final HashTiles source;
  private final Map<TileId, HashTile> tiles;

  /**
   * Puts a cache before a source.
   *
   * @param maxTiles number of tiles kept, at least 1
   */
  public TileCache(HashTiles source, int maxTiles) {
    if (maxTiles < 1) {
      throw new IllegalArgumentException("max tiles: " + maxTiles + " (expected: >= 1)");
    }
    this.source = source;
    this.tiles =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TileId, HashTile> eldest) {
            return size() > maxTiles;
          }
        };
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
      tiles.put(id, tile);
    }
    return tile;
  }
}
