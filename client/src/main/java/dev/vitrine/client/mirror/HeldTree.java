package dev.vitrine.client.mirror;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileHashReader;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Smaller trees in a copy that has grown past them.
 *
 * @param folder of the copy
 * @param size of the copy, all of whose files are there
 */
record HeldTree(Path folder, long size) {
  /** Root of the first {@code smaller} entries. */
  Hash root(long smaller) throws IOException {
    return ProofBuilder.root(new TileHashReader(new FolderTileSource(folder), size), smaller);
  }

  /** The partial bundle and tiles of a smaller tree, by their paths, cut from what is there. */
  Map<String, byte[]> partials(long smaller) throws IOException {
    FolderTileSource files = new FolderTileSource(folder);
    Map<String, byte[]> partials = new LinkedHashMap<>();
    for (TileId id : TileLayout.rightEdge(smaller)) {
      TileId wide = TileLayout.tile(id.level(), id.index(), size).orElseThrow();
      partials.put(id.path(), Arrays.copyOf(files.read(wide), id.width() * Hash.SIZE));
      if (id.level() == 0) {
        BundleId held = TileLayout.bundle(id.index(), size).orElseThrow();
        BundleId cut = new BundleId(id.index(), id.width());
        partials.put(cut.path(), prefix(files.readBundle(held), cut));
      }
    }
    return partials;
  }

  private byte[] prefix(byte[] bundle, BundleId cut) throws IOException {
    try {
      return EntryBundle.decodePrefix(bundle, cut.width()).toByteArray();
    } catch (TileFormatException e) {
      throw new IOException(folder.resolve(cut.path()) + ": " + e.getMessage(), e);
    }
  }
}
