package dev.vitrine.tile;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps tiles of a source that were used lately, together with the inner hashes that they have
 * computed: at most about 16 KiB per tile. Of the full tiles that it drops it keeps the 16 nodes
 * halfway up, 512 bytes, so that a path through such a tile needs 22 hashes when the tile is read
 * again, and not 255; a level 0 tile read again is not kept a second time. Safe for use by any
 * number of threads.
 *
 * <p>For sources whose tiles do not change: a tile read again is combined with what was computed
 * from it before.
 */
public final class TileCache implements HashTiles {
  /*
   * Second chance: who is used again after it was put in line goes back to the line's end once. A
   * hit writes at most a flag, where a list in the order of use would have to be locked and be
   * changed in old objects each time, which a garbage collector has to look at again.
   */
  private static final class Kept {
    private final HashTile tile;
    // Written by any thread; an update that is lost makes a tile leave early.
    private volatile boolean used;

    Kept(HashTile tile) {
      this.tile = tile;
    }
  }

  private final HashTiles source;
  private final int maxTiles;
  private final Map<TileId, Kept> tiles = new ConcurrentHashMap<>();
  private final Queue<TileId> line = new ArrayDeque<>(); // guarded by itself
  private final MiddleNodes middles;

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
    this.source = source;
    this.maxTiles = maxTiles;
    this.middles = new MiddleNodes(maxMiddles);
  }

  /** Puts a cache before a source that keeps nothing of the tiles it drops. */
  public TileCache(HashTiles source, int maxTiles) {
    this(source, maxTiles, 0);
  }

  @Override
  public HashTile tile(TileId id) throws IOException {
    Kept kept = tiles.get(id);
    if (kept != null) {
      if (!kept.used) {
        kept.used = true;
      }
      return kept.tile;
    }
    // Two threads may read the same tile, none waits for another's read.
    HashTile tile = source.tile(id);
    byte[] middle = id.isPartial() ? null : middles.of(id);
    HashTile known = middle == null ? tile : tile.with(middle);
    // Leaves asked for at random would drive all else out of the cache, and through every
    // generation of the heap.
    if (middle == null || id.level() > 0) {
      keep(id, known);
    }
    return known;
  }

  private void keep(TileId id, HashTile tile) {
    synchronized (line) {
      if (tiles.putIfAbsent(id, new Kept(tile)) != null) {
        return;
      }
      line.add(id);
      while (line.size() > maxTiles) {
        dropOrSpare(line.remove());
      }
    }
  }

  private void dropOrSpare(TileId id) {
    Kept kept = tiles.get(id);
    if (kept != null && kept.used) {
      kept.used = false;
      line.add(id);
    } else if (kept != null) {
      tiles.remove(id);
      byte[] middle = kept.tile.middle();
      if (middle != null) {
        middles.keep(id, middle);
      }
    }
  }
}
