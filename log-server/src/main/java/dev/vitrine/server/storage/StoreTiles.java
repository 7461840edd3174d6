package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Objects;

/** A store seen as a folder of tiles, each cut down to the width asked for. */
public final class StoreTiles implements TileSource {
  private final LogStore store;

  public StoreTiles(LogStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  @Override
  public byte[] read(TileId id) throws IOException {
    byte[] bytes =
        store.tile(id.level(), id.index()).orElseThrow(() -> new NoSuchFileException(id.path()));
    int wanted = id.width() * Hash.SIZE;
    if (bytes.length < wanted) {
      throw new NoSuchFileException(
          id.path(), null, "stored width " + bytes.length / Hash.SIZE + " is smaller");
    }
    return bytes.length == wanted ? bytes : Arrays.copyOf(bytes, wanted);
  }

  @Override
  public byte[] readBundle(BundleId id) throws IOException {
    long start = id.index() * TileId.FULL_WIDTH;
    if (start + id.width() > store.head().size()) {
      throw new NoSuchFileException(id.path());
    }
    return store.encodedEntries(start, start + id.width());
  }
}
