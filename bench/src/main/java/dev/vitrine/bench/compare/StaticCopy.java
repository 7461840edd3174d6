package dev.vitrine.bench.compare;

import dev.vitrine.bench.load.LogView;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The first full tiles and bundles of a log as files, for a plain web server.
 *
 * @param tiles paths of the hash tiles of level 0, such as {@code /tile/0/000}
 * @param bundles paths of the entry bundles
 */
record StaticCopy(Path root, List<String> tiles, List<String> bundles) {

  StaticCopy {
    tiles = List.copyOf(tiles);
    bundles = List.copyOf(bundles);
  }

  /** Copies the full tiles of level 0 and the bundles over the first {@code count}·256 entries. */
  static StaticCopy of(RunningLog log, int count, Path root) throws IOException {
    LogView source = log.view();
    List<String> tiles = new ArrayList<>();
    List<String> bundles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TileId tile = new TileId(0, i, TileId.FULL_WIDTH);
      tiles.add(write(root, tile.path(), source.read(tile)));
      BundleId bundle = new BundleId(i, TileId.FULL_WIDTH);
      bundles.add(write(root, bundle.path(), source.readBundle(bundle)));
    }
    return new StaticCopy(root, tiles, bundles);
  }

  private static String write(Path root, String path, byte[] bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return "/" + path;
  }
}
