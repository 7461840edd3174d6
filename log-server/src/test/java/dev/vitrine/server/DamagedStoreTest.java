package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.vitrine.server.publisher.RollbackException;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is not what was written is refused by name, and nothing is signed over it. */
class DamagedStoreTest {
  private static final int ENTRIES = 1500;

  @TempDir Path temporary;
  private Path good;
  private Path folder;

  /** The folder as a killed server leaves it: some entries in table files, some in the WAL. */
  @BeforeEach
  void makeLog() throws Exception {
    good = temporary.resolve("good");
    Path live = temporary.resolve("live");
    try (LogServer server = TestServers.start(live)) {
      TestServers.publish(server, entries(0, ENTRIES));
    }
    try (LogServer server = TestServers.start(live)) {
      TestServers.publish(server, entries(ENTRIES, ENTRIES + 10));
      TestServers.publish(server, entries(ENTRIES + 10, ENTRIES + 20));
      TestServers.copy(live, good);
    }
    folder = temporary.resolve("damaged");
  }

  @Test
  void start_undamagedImage_serves() throws Exception {
    restore();
    try (LogServer server = TestServers.start(folder)) {
      assertThat(server.context().reads().head().size()).isEqualTo(ENTRIES + 20);
    }
  }

  @Test
  void start_bitFlippedInAnyTableFile_refusedNamingTheFile() throws Exception {
    restore();
    List<Path> tables = files("store", ".sst");
    assertThat(tables).hasSizeGreaterThan(3);
    for (Path table : tables) {
      for (double place : new double[] {0.1, 0.5, 0.9}) {
        restore();
        byte[] bytes = Files.readAllBytes(table);
        bytes[(int) (bytes.length * place)] ^= 4;
        Files.write(table, bytes);
        assertRefused(DamagedStoreException.class, table.getFileName().toString());
      }
    }
  }

  @Test
  void start_walCutAnywhere_refusedOrNothingLost() throws Exception {
    restore();
    Path wal = newest(files("store", ".log"));
    byte[] whole = Files.readAllBytes(wal);
    int refused = 0;
    int step = Math.max(1, whole.length / 60);
    for (int length = 0; length < whole.length; length += step) {
      restore();
      Files.write(wal, java.util.Arrays.copyOf(whole, length));
      refused += startsWholeOrIsRefused(wal.getFileName().toString()) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void start_bitFlippedInWal_refusedOrNothingLost() throws Exception {
    restore();
    Path wal = newest(files("store", ".log"));
    byte[] whole = Files.readAllBytes(wal);
    int refused = 0;
    for (int at = 10; at < whole.length; at += Math.max(1, whole.length / 20)) {
      restore();
      byte[] bytes = whole.clone();
      bytes[at] ^= 1;
      Files.write(wal, bytes);
      refused += startsWholeOrIsRefused(wal.getFileName().toString()) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void start_missingStoreFile_refusedAndOthersKept() throws Exception {
    restore();
    List<Path> needed = new ArrayList<>(files("store", ".sst"));
    needed.add(folder.resolve("store/CURRENT"));
    needed.addAll(files("store", "MANIFEST"));
    for (Path file : needed) {
      restore();
      long before = count();
      Files.delete(file);
      String name = file.getFileName().toString();
      assertRefused(IOException.class, name.contains(".sst") ? name : "store");
      assertThat(count())
          .as("files left after %s was missing", name)
          .isGreaterThanOrEqualTo(before - 1);
    }
  }

  @Test
  void start_missingSignedHead_refusedNamingIt() throws Exception {
    restore();
    Files.delete(folder.resolve("signed-head"));
    assertThatThrownBy(() -> TestServers.start(folder).close())
        .isInstanceOf(RollbackException.class)
        .hasMessageContaining("signed-head");
    assertThat(folder.resolve("signed-head")).doesNotExist();
  }

  @Test
  void start_missingKey_refusedAndNoNewOneMade() throws Exception {
    restore();
    Path key = folder.resolve("keys/log-ml-dsa-44.key");
    Files.delete(key);
    assertRefused(StartRefusedException.class, "log-ml-dsa-44.key");
    assertThat(key).doesNotExist();
  }

  @Test
  void start_restoredOldBackup_refusedNamingBothSizes() throws Exception {
    Path live = temporary.resolve("second");
    Path old = temporary.resolve("old");
    try (LogServer server = TestServers.start(live)) {
      TestServers.publish(server, entries(0, 10));
      server.context().admin().backup("at-ten");
      TestServers.copy(live.resolve("backups/at-ten/store"), old);
      TestServers.publish(server, entries(10, 20));
    }
    TestServers.delete(live.resolve("store"));
    TestServers.copy(old, live.resolve("store"));
    folder = live;
    assertRefused(RollbackException.class, "10", "20", "backup");
  }

  @Test
  void start_emptyStoreBesideSignedHead_refused() throws Exception {
    restore();
    TestServers.delete(folder.resolve("store"));
    assertRefused(RollbackException.class, "behind the signed head");
  }

  @Test
  void start_storeOfAnotherLog_refused() throws Exception {
    Path other = temporary.resolve("other");
    try (LogServer server = TestServers.start(other)) {
      TestServers.publish(server, entries(5000, 5000 + ENTRIES + 50));
    }
    restore();
    TestServers.delete(folder.resolve("store"));
    TestServers.copy(other.resolve("store"), folder.resolve("store"));
    assertRefused(RollbackException.class, "does not extend");
  }

  @Test
  void start_signedHeadOfAnotherKey_refused() throws Exception {
    Path other = temporary.resolve("other");
    TestServers.start(other).close();
    restore();
    Files.copy(
        other.resolve("signed-head"),
        folder.resolve("signed-head"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertRefused(RollbackException.class, "not a checkpoint signed by this log's keys");
  }

  private void assertRefused(Class<? extends Throwable> type, String... words) throws IOException {
    byte[] signed = Files.readAllBytes(folder.resolve("signed-head"));
    assertThatThrownBy(() -> TestServers.start(folder).close())
        .isInstanceOf(type)
        .hasMessageContainingAll(words);
    assertThat(folder.resolve("signed-head")).hasBinaryContent(signed);
  }

  /**
   * A damaged end was never synced for all the store can know: the signed head is what shows it.
   */
  private boolean startsWholeOrIsRefused(String damaged) throws IOException {
    byte[] signed = Files.readAllBytes(folder.resolve("signed-head"));
    try (LogServer server = TestServers.start(folder)) {
      assertThat(server.context().reads().head().size()).isEqualTo(ENTRIES + 20);
      return true;
    } catch (DamagedStoreException e) {
      assertThat(e).hasMessageContainingAll("store " + folder, damaged);
      assertThat(folder.resolve("signed-head")).hasBinaryContent(signed);
      return false;
    } catch (RollbackException e) {
      assertThat(e).hasMessageContaining("the store");
      assertThat(folder.resolve("signed-head")).hasBinaryContent(signed);
      return false;
    }
  }

  private void restore() throws IOException {
    TestServers.delete(folder);
    TestServers.copy(good, folder);
  }

  private long count() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("store"))) {
      return all.filter(f -> f.toString().endsWith(".sst")).count();
    }
  }

  private List<Path> files(String part, String name) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(part))) {
      List<Path> found =
          all.filter(f -> f.getFileName().toString().contains(name)).sorted().toList();
      return found.isEmpty() ? fail("no " + name + " in " + folder) : found;
    }
  }

  private static Path newest(List<Path> files) {
    return files.stream().max(Comparator.comparing(Path::getFileName)).orElseThrow();
  }

  private static List<byte[]> entries(int start, int end) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = start; i < end; i++) {
      entries.add(Entries.random(7, i, 200));
    }
    return entries;
  }
}
