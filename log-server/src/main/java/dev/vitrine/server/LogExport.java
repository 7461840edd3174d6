package dev.vitrine.server;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.storage.Durable;
import dev.vitrine.server.storage.FileHeadStore;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Writes a stopped log as files in the layout of C2SP tlog-tiles, for any static web server, any
 * mirror, and {@code vitrine audit}.
 *
 * <p>The checkpoint comes last, so that a folder with a checkpoint has all that it implies. Full
 * tiles and bundles that are there already are left alone: an interrupted export goes on, and a
 * second one of a grown log writes what is new.
 */
final class LogExport {
  private final LogReads reads;
  private final long size;
  private final Path target;

  private LogExport(LogReads reads, long size, Path target) {
    this.reads = reads;
    this.size = size;
    this.target = target;
  }

  /**
   * Exports the log of a data folder at its newest visible checkpoint.
   *
   * @return the checkpoint
   * @throws StartRefusedException if no log is there, a server holds it, it has no checkpoint yet,
   *     or its store does not hold what the checkpoint signs
   */
  static SignedCheckpoint write(Config config, Path target) throws IOException {
    requireLog(config.dataFolder());
    try (DataFolder folder = DataFolder.open(config.dataFolder());
        RocksLogStore store = openStore(config, folder)) {
      SignedCheckpoint checkpoint = newestVisible(folder);
      LogReads reads = new LogReads(store);
      requireHeld(reads, checkpoint);
      LogExport export = new LogExport(reads, checkpoint.checkpoint().size(), target);
      export.writeTiles();
      export.writeBundles();
      export.replace("checkpoint", checkpoint.encode());
      Durable.syncFolder(target);
      return checkpoint;
    }
  }

  private static void requireLog(Path dataFolder) throws StartRefusedException {
    if (!Files.exists(dataFolder.resolve("store").resolve("CURRENT"))) {
      throw new StartRefusedException(
          "data folder " + dataFolder + ": no log there (expected: the folder of a stopped log)");
    }
  }

  private static RocksLogStore openStore(Config config, DataFolder folder) throws IOException {
    return RocksLogStore.open(
        folder.store(),
        new StoreOptions(config.blockCache(), config.writeBuffer(), config.diskFloor()),
        () -> Long.MAX_VALUE);
  }

  private static SignedCheckpoint newestVisible(DataFolder folder) throws IOException {
    // With witnesses the signed head may be ahead of what readers were shown.
    Optional<byte[]> visible = new FileHeadStore(folder.visibleCheckpoint()).load();
    Optional<byte[]> bytes =
        visible.isPresent() ? visible : new FileHeadStore(folder.signedHead()).load();
    if (bytes.isEmpty()) {
      throw new StartRefusedException(
          "data folder " + folder.path() + ": no checkpoint yet (expected: at least one)");
    }
    try {
      return SignedCheckpoint.parse(bytes.get());
    } catch (NoteFormatException e) {
      throw new StartRefusedException("stored checkpoint: " + e.getMessage(), e);
    }
  }

  private static void requireHeld(LogReads reads, SignedCheckpoint signed) throws IOException {
    Head head = reads.head();
    long size = signed.checkpoint().size();
    if (head.size() < size || !reads.root(size).equals(signed.checkpoint().root())) {
      throw new StartRefusedException(
          "store: size "
              + head.size()
              + ", root "
              + head.root()
              + " (expected: to extend the checkpoint of size "
              + size
              + ", root "
              + signed.checkpoint().root()
              + ")");
    }
  }

  private void writeTiles() throws IOException {
    for (TileLayout.TileSpan span : TileLayout.tileSpans(size)) {
      for (long index = 0; index < span.fullTiles(); index++) {
        writeTile(new TileId(span.level(), index, TileId.FULL_WIDTH));
      }
      if (span.partial().isPresent()) {
        writeTile(span.partial().get());
      }
    }
  }

  private void writeBundles() throws IOException {
    long bundles = (size + TileId.FULL_WIDTH - 1) / TileId.FULL_WIDTH;
    for (long index = 0; index < bundles; index++) {
      BundleId id = TileLayout.bundle(index, size).orElseThrow();
      if (!Files.exists(target.resolve(id.path()))) {
        replace(id.path(), reads.bundle(id).orElseThrow(() -> missing(id.path())));
      }
    }
  }

  private void writeTile(TileId id) throws IOException {
    if (!Files.exists(target.resolve(id.path()))) {
      replace(id.path(), reads.tile(id).orElseThrow(() -> missing(id.path())));
    }
  }

  private static IOException missing(String path) {
    return new IOException("store: " + path + ": missing (expected: the checkpoint implies it)");
  }

  private void replace(String path, byte[] content) throws IOException {
    Path file = target.resolve(path);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(file.getParent());
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
