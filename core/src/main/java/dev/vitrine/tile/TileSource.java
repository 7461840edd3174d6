package dev.vitrine.tile;

import java.io.IOException;

/**
 * Where the bytes of a log's tiles and bundles come from. Nothing is said about their truth.
 *
 * <p>Both methods throw {@link java.nio.file.NoSuchFileException} when the resource does not exist.
 * Where a partial resource is asked for, a wider one at the same place may be returned, since its
 * beginning is the same.
 */
public interface TileSource {
  /** Returns the bytes of a hash tile. */
  byte[] read(TileId id) throws IOException;

  /** Returns the bytes of an entry bundle. */
  byte[] readBundle(BundleId id) throws IOException;
}
