package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads hashes from the tiles of a tree without verifying them: for a log's own tiles, or where the
 * proof that is built will be verified. Each tile is asked for once per read.
 *
 * <p>As safe for concurrent use as the source is.
 */
public final class TileHashReader implements HashReader {
  private final HashTiles tiles;
  private final long size;

  /**
   * Reads from tiles that are decoded, and perhaps cached, elsewhere.
   *
   * @param size number of leaves of the tree, 0..2^63-1
   */
  public TileHashReader(HashTiles tiles, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
    }
    this.tiles = tiles;
    this.size = size;
  }

  /** Reads and decodes each tile as it is needed. */
  public TileHashReader(TileSource source, long size) {
    this(HashTiles.of(source), size);
  }

  @Override
  public List<Hash> read(List<NodeId> ids) throws IOException {
    List<Hash> hashes = new ArrayList<>(ids.size());
    Map<TileId, HashTile> seen = new HashMap<>();
    for (NodeId id : ids) {
      TileId tileId = TileLayout.tileOf(id, size);
      HashTile tile = seen.get(tileId);
      if (tile == null) {
        tile = tiles.tile(tileId);
        seen.put(tileId, tile);
      }
      hashes.add(tile.node(TileLayout.heightInTile(id), TileLayout.positionInTile(id)));
    }
    return hashes;
  }
}
