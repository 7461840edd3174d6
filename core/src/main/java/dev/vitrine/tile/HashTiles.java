package dev.vitrine.tile;

import java.io.IOException;

/** A source of decoded hash tiles, such as a {@link TileCache}. */
@FunctionalInterface
public interface HashTiles {
  /**
   * Returns a tile of the width asked for.
   *
   * @throws IOException if it cannot be read, or is not trusted
   */
  HashTile tile(TileId id) throws IOException;

  /**
   * Reads and decodes from {@code source} each time.
   *
   * @param source gives its arrays away: what it has returned it does not change
   */
  static HashTiles of(TileSource source) {
    return id -> HashTile.adopt(TileReads.bytes(source, id), id.width());
  }
}
