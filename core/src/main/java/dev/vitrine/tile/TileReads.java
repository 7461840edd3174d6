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

  static byte[] bytes(TileSource source, TileId id) throws IOException {
    return id.isPartial()
        ? eitherOf(() -> source.read(id), () -> source.read(id.full()))
        : source.read(id);
  }

  private static byte[] bytes(TileSource source, BundleId id) throws IOException {
    return id.isPartial()
        ? eitherOf(() -> source.readBundle(id), () -> source.readBundle(id.full()))
        : source.readBundle(id);
  }

  private interface Read {
    byte[] get() throws IOException;
  }

  private static byte[] eitherOf(Read partial, Read full) throws IOException {
    try {
      return partial.get();
    } catch (NoSuchFileException missing) {
      try {
        return full.get();
      } catch (NoSuchFileException alsoMissing) {
        missing.addSuppressed(alsoMissing);
        throw missing;
      }
    }
  }
}
