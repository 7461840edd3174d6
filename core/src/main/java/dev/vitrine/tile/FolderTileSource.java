package dev.vitrine.tile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tiles and bundles in a folder laid out like a log's prefix.
 *
 * @param root the folder in which {@code tile/} lies
 */
public record FolderTileSource(Path root) implements TileSource {
  @Override
  public byte[] read(TileId id) throws IOException {
    return Files.readAllBytes(root.resolve(id.path()));
  }

  @Override
  public byte[] readBundle(BundleId id) throws IOException {
    return Files.readAllBytes(root.resolve(id.path()));
  }
}
