package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a batch of leaves does to the tiles of a tree.
 *
 * @param frontier the right edge after the batch
 * @param tiles bytes of every tile that is new or wider, at the width it has after the batch; the
 *     arrays belong to the caller
 */
public record TileUpdate(TileFrontier frontier, Map<TileId, byte[]> tiles) {
  /** Takes a copy of the map, in its order. */
  public TileUpdate {
    tiles = Collections.unmodifiableMap(new LinkedHashMap<>(tiles));
  }

  /** Number of leaves after the batch. */
  public long size() {
    return frontier.size();
  }

  /** Root of the tree after the batch. */
  public Hash root() {
    return frontier.root();
  }
}
