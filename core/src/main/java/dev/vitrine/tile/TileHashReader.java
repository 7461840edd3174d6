package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    Seen seen = new Seen();
    for (NodeId id : ids) {
      TileLayout.checkWithin(id, size);
      HashTile tile = seen.tile(TileLayout.tileLevel(id), TileLayout.tileIndex(id));
      hashes.add(tile.node(TileLayout.heightInTile(id), TileLayout.positionInTile(id)));
    }
    return hashes;
  }

  /** The tiles of one read. The nodes of a proof come in runs from the same tile. */
  private final class Seen {
    private final Map<TileId, HashTile> all = new HashMap<>();
    private @Nullable HashTile last;
    private int lastLevel;
    private long lastIndex;

    HashTile tile(int level, long index) throws IOException {
      HashTile tile = last;
      if (tile == null || level != lastLevel || index != lastIndex) {
        tile = ask(new TileId(level, index, TileLayout.width(level, index, size)));
        last = tile;
        lastLevel = level;
        lastIndex = index;
      }
      return tile;
    }

    private HashTile ask(TileId id) throws IOException {
      HashTile tile = all.get(id);
      if (tile == null) {
        tile = tiles.tile(id);
        all.put(id, tile);
      }
      return tile;
    }
  }
}
