package dev.vitrine.server;

import dev.vitrine.note.Checkpoint;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a stopped log as files in the layout of C2SP tlog-tiles, for any static web server, any
 * mirror, and {@code vitrine audit}.
 *
 * <p>The checkpoint comes last, when everything else would survive power loss, so that a folder
 * with a checkpoint has all that it implies. Files that already hold the right bytes are left
 * alone, any other is replaced: an interrupted export goes on, and a second one of a grown log
 * writes what is new. A folder that holds another log, or another history of this one, is refused.
 */
final class LogExport {
  private final LogReads reads;
  private final long size;
  private final Path target;
  // Owned by the one thread that exports.
  private final Set<Path> folders = new HashSet<>();

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
   *     its store does not hold what the checkpoint signs, or the target holds something else
   */
  static SignedCheckpoint write(Config config, Path target) throws IOException {
    requireLog(config.dataFolder());
    try (DataFolder folder = DataFolder.open(config.dataFolder());
        RocksLogStore store = openStore(config, folder)) {
      SignedCheckpoint checkpoint = newestVisible(config, folder);
      LogReads reads = new LogReads(store);
      requireHeld(reads, checkpoint);
      requireSameLog(reads, checkpoint, target);
      LogExport export = new LogExport(reads, checkpoint.checkpoint().size(), target);
      export.writeTiles();
      export.writeBundles();
      export.syncFolders();
      export.replace("checkpoint", checkpoint.encode());
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

  private static SignedCheckpoint newestVisible(Config config, DataFolder folder)
      throws IOException {
    // With witnesses the signed head may be ahead of what readers were shown; without them the
    // visible checkpoint, if there ever was one, is no longer kept.
    Path file =
        config.witnessPolicyFile().isPresent() ? folder.visibleCheckpoint() : folder.signedHead();
    return stored(file)
        .orElseThrow(
            () ->
                new StartRefusedException(file + ": missing (expected: at least one checkpoint)"));
  }

  private static Optional<SignedCheckpoint> stored(Path file) throws IOException {
    Optional<byte[]> bytes = new FileHeadStore(file).load();
    try {
      return bytes.isEmpty() ? Optional.empty() : Optional.of(SignedCheckpoint.parse(bytes.get()));
    } catch (NoteFormatException e) {
      throw new StartRefusedException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireSameLog(LogReads reads, SignedCheckpoint now, Path target)
      throws IOException {
    Optional<SignedCheckpoint> before = stored(target.resolve("checkpoint"));
    if (before.isEmpty()) {
      return;
    }
    Checkpoint there = before.get().checkpoint();
    Checkpoint here = now.checkpoint();
    if (!there.origin().equals(here.origin())
        || there.size() > here.size()
        || !reads.root(there.size()).equals(there.root())) {
      throw new StartRefusedException(
          target
              + ": holds "
              + there.origin()
              + " of size "
              + there.size()
              + ", root "
              + there.root()
              + " (expected: an empty folder, or one that "
              + here.origin()
              + " of size "
              + here.size()
              + " extends)");
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
      write(id.path(), reads.bundle(id));
    }
  }

  private void writeTile(TileId id) throws IOException {
    write(id.path(), reads.tile(id));
  }

  private void write(String path, Optional<byte[]> held) throws IOException {
    byte[] content =
        held.orElseThrow(
            () ->
                new IOException(
                    "store: " + path + ": missing (expected: the checkpoint implies it)"));
    Path file = target.resolve(path);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      replace(path, content);
    }
  }

  private void replace(String path, byte[] content) throws IOException {
    Path file = target.resolve(path);
    Files.createDirectories(file.getParent());
    new FileHeadStore(file).store(content);
    Path folder = target;
    for (Path name : target.relativize(file.getParent())) {
      folder = folder.resolve(name);
      folders.add(folder);
    }
  }

  /** Makes the names of new folders durable; those of files are already. */
  private void syncFolders() throws IOException {
    for (Path folder : folders) {
      Durable.syncFolder(folder);
    }
    if (Files.exists(target)) {
      Durable.syncFolder(target);
    }
  }
}
