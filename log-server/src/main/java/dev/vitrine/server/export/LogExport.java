package dev.vitrine.server.export;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.storage.DataFolder;
import dev.vitrine.server.storage.FileHeadStore;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.StartRefusedException;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a log as files in the layout of C2SP tlog-tiles, and its documents beside them, for any
 * static web server, any mirror, and {@code vitrine audit}. A server may be writing to the log
 * meanwhile: it is read as it was at one moment, and nothing in its folder is changed.
 *
 * <p>The checkpoint comes last, when everything else would survive power loss, so that a folder
 * with a checkpoint has all that it implies. Files that already hold the right bytes are left
 * alone, any other is replaced: an interrupted export goes on, and a second one of a grown log
 * writes what is new. A folder that holds another log, or another history of this one, is refused.
 */
public final class LogExport {
  private static final int MAX_ATTEMPTS = 5;

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
   * @throws StartRefusedException if no log is there, it has no checkpoint yet, its store does not
   *     hold what the checkpoint signs, or the target holds something else
   */
  public static SignedCheckpoint write(Config config, Path target) throws IOException {
    requireLog(config.dataFolder());
    Path store = DataFolder.lookInto(config.dataFolder()).store();
    for (int attempt = 1; ; attempt++) {
      Set<Path> before = files(store);
      try {
        return writeOnce(config, target);
      } catch (IOException e) {
        // The database keeps silent about a table file that its writer deletes before the reader
        // opens it: rows are missing then. Where no file came or went, they are really missing.
        if (attempt == MAX_ATTEMPTS || files(store).equals(before)) {
          throw e;
        }
      }
    }
  }

  private static Set<Path> files(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.collect(Collectors.toSet());
    }
  }

  private static SignedCheckpoint writeOnce(Config config, Path target) throws IOException {
    DataFolder folder = DataFolder.lookInto(config.dataFolder());
    // Before the store: what is read later is at least as new.
    SignedCheckpoint checkpoint = newestVisible(config, folder);
    Path scratch = Files.createTempDirectory("vitrine-export");
    try (RocksLogStore store = openStore(config, folder, scratch)) {
      LogReads reads = new LogReads(store);
      requireHeld(reads, checkpoint);
      requireSameLog(reads, checkpoint, target);
      new LogExport(reads, checkpoint.checkpoint().size(), target).writeAll();
      new FileHeadStore(target.resolve("checkpoint")).store(checkpoint.encode());
      return checkpoint;
    } finally {
      delete(scratch);
    }
  }

  private static void requireLog(Path dataFolder) throws StartRefusedException {
    if (!Files.exists(dataFolder.resolve("store").resolve("CURRENT"))) {
      throw new StartRefusedException(
          "data folder "
              + dataFolder
              + ": no log there (expected: the data folder of a log server)");
    }
  }

  private static RocksLogStore openStore(Config config, DataFolder folder, Path scratch)
      throws IOException {
    return RocksLogStore.openBeside(
        folder.store(),
        new StoreOptions(
            config.blockCache(), config.writeBuffer(), config.leafFilter(), config.diskFloor()),
        scratch);
  }

  private static void delete(Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
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

  private void writeAll() throws IOException {
    Files.createDirectories(target);
    try (ExportWriter writer = new ExportWriter(target)) {
      for (TileLayout.TileSpan span : TileLayout.tileSpans(size)) {
        for (long index = 0; index < span.fullTiles(); index++) {
          writeTile(writer, new TileId(span.level(), index, TileId.FULL_WIDTH));
        }
        if (span.partial().isPresent()) {
          writeTile(writer, span.partial().get());
        }
      }
      long bundles = (size + TileId.FULL_WIDTH - 1) / TileId.FULL_WIDTH;
      for (long index = 0; index < bundles; index++) {
        BundleId id = TileLayout.bundle(index, size).orElseThrow();
        writer.write(id.path(), () -> held(id.path(), reads.bundle(id)));
      }
      writeDocuments(writer);
      writer.finish();
    }
  }

  /** Under the names that a server has for them, so that a static web server serves them too. */
  private void writeDocuments(ExportWriter writer) throws IOException {
    List<Hash> names = new ArrayList<>();
    reads.blobNames(names::add);
    for (Hash name : names) {
      String path = "v1/blobs/" + name.hex();
      writer.write(path, () -> held(path, reads.blob(name)));
    }
  }

  private void writeTile(ExportWriter writer, TileId id) throws IOException {
    writer.write(id.path(), () -> held(id.path(), reads.tile(id)));
  }

  private static byte[] held(String path, Optional<byte[]> content) throws IOException {
    return content.orElseThrow(
        () ->
            new IOException("store: " + path + ": missing (expected: the checkpoint implies it)"));
  }
}
