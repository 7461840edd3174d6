package dev.vitrine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStateTest {
  @TempDir private Path folder;

  @Test
  void get_randomWritesBeyondSeveralDoublings_asInMemory() throws Exception {
    Random random = new Random(5);
    InMemoryState memory = new InMemoryState();
    try (DiskState disk = DiskState.create(folder.resolve("state"))) {
      for (int i = 0; i < 200_000; i++) {
        byte[] key = ByteBuffer.allocate(4).putInt(random.nextInt(120_000)).array();
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        StateWrite write =
            random.nextInt(10) == 0 ? StateWrite.delete(key) : StateWrite.put(key, value);
        disk.apply(List.of(write));
        memory.apply(List.of(write));
      }
      for (int i = 0; i < 120_000; i++) {
        byte[] key = ByteBuffer.allocate(4).putInt(i).array();
        assertThat(disk.get(key).map(ByteBuffer::wrap))
            .isEqualTo(memory.get(key).map(ByteBuffer::wrap));
      }
    }
  }

  @Test
  void replay_onDisk_sameStateHashAsInMemory() throws Exception {
    TestLog log = TestLog.ready();
    RandomRecords random = new RandomRecords(log, 9);
    for (int i = 0; i < 200; i++) {
      log.append(random.next());
    }
    try (DiskState disk = DiskState.create(folder.resolve("replay"))) {
      Replay replay = new Replay(new RecordAdmission(disk, log.blobView(), Optional.empty()), disk);
      for (byte[] entry : log.entries) {
        assertThat(replay.next(entry).decision()).isInstanceOf(Decision.Admitted.class);
      }
      assertThat(replay.head()).isEqualTo(StateHead.of(log.state));
    }
  }

  /** A million records are made, decided and forgotten in a process with 96 MiB of heap. */
  @Test
  @Tag("long")
  void replay_aMillionEntries_inBoundedMemory() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayManyEntries.class.getName(),
                folder.resolve("many").toString(),
                System.getProperty("vitrine.entries", "1000000"))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
