package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.publisher.RollbackException;
import dev.vitrine.server.storage.DamagedStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A write-ahead log that ends anywhere: the server starts with all that a signed head promises, or
 * refuses and says what is wrong; it never signs on top of less.
 */
class WalCutTest {
  /** Full tiles, so that the records after them are small and every byte of them can be tried. */
  private static final int IN_TABLES = 512;

  private static final int SIGNED = IN_TABLES + 2;
  private static final int COMMITTED = IN_TABLES + 3;

  @TempDir Path temporary;
  private Path image;
  private Path folder;
  private byte[] wal;
  private int refused;
  private int started;

  /** Three records in the WAL, of which the last was committed and not yet signed. */
  @BeforeEach
  void makeImage() throws Exception {
    Path live = temporary.resolve("live");
    image = temporary.resolve("image");
    folder = temporary.resolve("cut");
    try (LogServer server = TestServers.start(live)) {
      TestServers.publish(server, Entries.range(0, IN_TABLES));
    }
    try (LogServer server = TestServers.start(live)) {
      TestServers.publish(server, Entries.range(IN_TABLES, IN_TABLES + 1));
      TestServers.publish(server, Entries.range(IN_TABLES + 1, SIGNED));
      byte[] signed = Files.readAllBytes(live.resolve("signed-head"));
      TestServers.publish(server, Entries.range(SIGNED, COMMITTED));
      TestServers.copy(live, image);
      Files.write(image.resolve("signed-head"), signed);
    }
    wal = Files.readAllBytes(wal(image));
  }

  @Test
  void start_walCutAtManyBytes_refusedOrAllThatIsSigned() throws Exception {
    cutAndStartEvery(6);
  }

  @Test
  @Tag("long")
  void start_walCutAtEveryByte_refusedOrAllThatIsSigned() throws Exception {
    cutAndStartEvery(1);
    System.out.printf(
        "WAL of %d bytes cut at every byte: %d starts refused, %d with all that is signed%n",
        wal.length, refused, started);
  }

  private void cutAndStartEvery(int bytes) throws Exception {
    for (int length = 0; length <= wal.length; length += bytes) {
      cutAndStart(length);
    }
    assertThat(started).as("starts").isGreaterThan(20);
    assertThat(refused).as("refusals").isGreaterThan(started);
  }

  private void cutAndStart(int length) throws Exception {
    TestServers.delete(folder);
    TestServers.copy(image, folder);
    Files.write(wal(folder), Arrays.copyOf(wal, length));
    byte[] signed = Files.readAllBytes(folder.resolve("signed-head"));
    try (LogServer server = TestServers.start(folder)) {
      started++;
      assertThat(server.context().reads().head().size())
          .as("cut at %d", length)
          .isBetween((long) SIGNED, (long) COMMITTED);
    } catch (RollbackException | DamagedStoreException e) {
      refused++;
      assertThat(e).message().as("cut at %d", length).containsAnyOf("store " + folder, "the store");
      assertThat(folder.resolve("signed-head")).hasBinaryContent(signed);
    }
    requireTrueHead(length);
  }

  /** Whatever is signed now is the root over the entries that were acknowledged. */
  private void requireTrueHead(int length) throws Exception {
    Checkpoint head =
        SignedCheckpoint.parse(Files.readAllBytes(folder.resolve("signed-head"))).checkpoint();
    CompactRange range = CompactRange.empty();
    List<Hash> leaves = Entries.range(0, head.size()).stream().map(TreeHasher::leaf).toList();
    leaves.forEach(range::append);
    assertThat(head.size()).isGreaterThanOrEqualTo(SIGNED);
    assertThat(head.root()).as("cut at %d", length).isEqualTo(range.root());
  }

  private static Path wal(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("store"))) {
      return all.filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparing(Path::getFileName))
          .orElseThrow();
    }
  }
}
