package dev.vitrine.tile;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Reads from a source that may hold the full resource only, once there is one. */
final class TileReads {
  private TileReads() {}

  static HashTile tile(TileSource source, TileId id) throws IOException {
    return HashTile.decode(bytes(source, id), id.width());
  }

  static EntryBundle bundle(TileSource source, BundleId id) throws IOException {
    return EntryBundle.decodePrefix(bytes(source, id), id.width());
  }

  private static byte[] bytes(TileSource source, TileId id) throws IOException {
    try {
      return source.read(id);
    } catch (NoSuchFileException e) {
      if (!id.isPartial()) {
        throw e;
      }
      return source.read(id.full());
    }
  }

  private static byte[] bytes(TileSource source, BundleId id) throws IOException {
    try {
      return source.readBundle(id);
    } catch (NoSuchFileException e) {
      if (!id.isPartial()) {
        throw e;
      }
      return source.readBundle(id.full());
    }
  }
}
