package dev.vitrine.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.PackageExample;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.Entries;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.TestServers;
import dev.vitrine.server.storage.StartRefusedException;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogExportTest {
  @TempDir Path folder;

  @Test
  void write_twoSizes_everythingHashesToTheCheckpoint() throws Exception {
    Path target = folder.resolve("tiles");
    append(0, 300);
    Checkpoint first = export(target);
    assertHoldsAll(target, first);
    append(300, 600);
    Checkpoint second = export(target);
    assertHoldsAll(target, second);

    assertThat(List.of(first.size(), second.size())).containsExactly(300L, 600L);
    assertThat(Files.readAllBytes(target.resolve("tile/0/000"))).hasSize(256 * Hash.SIZE);
  }

  @Test
  void write_documents_lieWhereAServerHasThem() throws Exception {
    Hash name;
    try (LogServer server = TestServers.start(log())) {
      TestServers.append(server, List.of(new byte[] {1}));
      awaitSize(server, 1);
      name =
          server
              .context()
              .reads()
              .putBlob("a document".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }
    Path target = folder.resolve("tiles");
    export(target);

    assertThat(target.resolve("v1/blobs").resolve(name.hex()))
        .hasContent("a document".repeat(1000));
  }

  /** The package's worked example. */
  @Test
  void write_257EntriesAndADocument_areTheFilesOfTheExample() throws Exception {
    append(0, 257);
    try (LogServer server = TestServers.start(log())) {
      server.context().reads().putBlob("document".getBytes(StandardCharsets.US_ASCII));
    }
    Path target = folder.resolve("tiles");
    export(target);
    Map<String, Long> expected = new TreeMap<>(Map.of("checkpoint", size(target, "checkpoint")));
    for (String line : PackageExample.of(LogExport.class)) {
      String[] parts = line.split(" +");
      expected.put(parts[0], Long.parseLong(parts[1]));
    }
    Map<String, Long> files = new TreeMap<>();
    for (Path file : contents(target).keySet()) {
      files.put(file.toString(), size(target, file.toString()));
    }
    assertThat(files).isEqualTo(expected);
  }

  private static long size(Path target, String file) throws Exception {
    return Files.size(target.resolve(file));
  }

  @Test
  void write_interruptedBefore_goesOn() throws Exception {
    Path target = folder.resolve("tiles");
    append(0, 600);
    export(target);
    Files.delete(target.resolve("checkpoint"));
    Files.delete(target.resolve("tile/entries/001"));
    Files.writeString(target.resolve("tile/entries/001.new"), "half");

    assertHoldsAll(target, export(target));
  }

  @Test
  void write_tornTileUnderACheckpoint_replaced() throws Exception {
    Path target = folder.resolve("tiles");
    append(0, 300);
    export(target);
    Files.write(target.resolve("tile/0/000"), new byte[100]);

    assertHoldsAll(target, export(target));
  }

  @Test
  void write_folderOfAnotherLog_refusedAndUntouched() throws Exception {
    Path target = folder.resolve("tiles");
    append(0, 300);
    export(target);
    byte[] before = Files.readAllBytes(target.resolve("checkpoint"));
    try (LogServer other = TestServers.start(folder.resolve("other"))) {
      assertThat(other.origin()).isNotEmpty();
      TestServers.append(other, List.of(new byte[] {1}));
      awaitSize(other, 1);
    }

    assertThatThrownBy(() -> LogExport.write(TestServers.config(folder.resolve("other")), target))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("holds ");
    assertThat(Files.readAllBytes(target.resolve("checkpoint"))).isEqualTo(before);
    assertThat(Files.readAllBytes(target.resolve("tile/0/000"))).hasSize(256 * Hash.SIZE);
  }

  @Test
  void write_whileServed_holdsAllThatWasSigned() throws Exception {
    Path target = folder.resolve("tiles");
    append(0, 300);
    AtomicBoolean enough = new AtomicBoolean();
    try (LogServer server = TestServers.start(log())) {
      CompletableFuture<Long> load =
          CompletableFuture.supplyAsync(() -> appendUntil(server, enough));
      Checkpoint before = export(target);
      assertHoldsAll(target, before);
      Awaitility.await()
          .until(() -> server.context().reads().head().size() > before.size() + 5_000);
      Checkpoint after = export(target);
      enough.set(true);
      // The load appends until it has seen that; only then does the size stand still.
      long appended = load.get(30, TimeUnit.SECONDS);
      assertHoldsAll(target, after);
      assertThat(before.size()).isGreaterThanOrEqualTo(300);
      assertThat(after.size()).isGreaterThan(before.size());
      assertThat(server.context().reads().head().size()).isEqualTo(300 + appended);
    }
    try (LogServer server = TestServers.start(log())) {
      assertThat(server.context().reads().head().size()).isGreaterThan(5_300);
    }
  }

  private static long appendUntil(LogServer server, AtomicBoolean enough) {
    long count = 0;
    while (!enough.get()) {
      List<byte[]> some = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        some.add(Entries.random(6, count++, 200));
      }
      try {
        TestServers.append(server, some);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return count;
  }

  @Test
  void write_stoppedLog_changesNothingInItsFolder() throws Exception {
    append(0, 300);
    Path copy = folder.resolve("copy");
    TestServers.copy(log(), copy);
    export(folder.resolve("tiles"));
    assertThat(contents(log())).isEqualTo(contents(copy));
  }

  private static Map<Path, Hash> contents(Path root) throws Exception {
    Map<Path, Hash> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file), TreeHasher.leaf(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void write_noLog_refusedAndNothingMade() {
    assertThatThrownBy(() -> export(folder.resolve("tiles")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("no log there");
    assertThat(folder).isEmptyDirectory();
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void append(int from, int to) throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add(Entries.random(5, i, 40));
    }
    try (LogServer server = TestServers.start(log())) {
      TestServers.append(server, entries);
      awaitSize(server, to);
    }
  }

  private static void awaitSize(LogServer server, long size) {
    Awaitility.await()
        .until(
            () ->
                server
                    .context()
                    .checkpoints()
                    .visible()
                    .filter(checkpoint -> checkpoint.size() == size)
                    .isPresent());
  }

  private Checkpoint export(Path target) throws Exception {
    return LogExport.write(TestServers.config(log()), target).checkpoint();
  }

  private static void assertHoldsAll(Path target, Checkpoint expected) throws Exception {
    Checkpoint checkpoint =
        SignedCheckpoint.parse(Files.readAllBytes(target.resolve("checkpoint"))).checkpoint();
    assertThat(checkpoint).isEqualTo(expected);
    VerifyingTileReader reader =
        new VerifyingTileReader(new FolderTileSource(target), checkpoint.size(), checkpoint.root());
    for (long bundle = 0; bundle * 256 < checkpoint.size(); bundle++) {
      assertThat(reader.bundle(bundle).entries()).isNotEmpty();
    }
  }
}
