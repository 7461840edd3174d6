package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrustStoreTest {
  @TempDir Path folder;
  private final TestLog log = TestLog.of(400, "honest");

  @Test
  void newest_ofUnknownOrigin_isEmpty() throws Exception {
    assertThat(FileTrustStore.in(folder.resolve("none")).newest(TestLog.ORIGIN)).isEmpty();
  }

  @Test
  void replace_thenNewestInAnotherStore_isThatHeadByteForByte() throws Exception {
    assertThat(FileTrustStore.in(folder).replace(TestLog.ORIGIN, Optional.empty(), log.head(5)))
        .isTrue();
    SignedCheckpoint read = FileTrustStore.in(folder).newest(TestLog.ORIGIN).orElseThrow();
    assertThat(read.encode()).isEqualTo(log.head(5).encode());
  }

  @Test
  void replace_afterSomebodyElseDid_isRefused() throws Exception {
    TrustStore store = FileTrustStore.in(folder);
    store.replace(TestLog.ORIGIN, Optional.empty(), log.head(5));
    assertThat(store.replace(TestLog.ORIGIN, Optional.empty(), log.head(6))).isFalse();
    assertThat(store.newest(TestLog.ORIGIN)).contains(log.head(5));
  }

  @Test
  void newest_ofDamagedFile_saysWhichAndWhatToDo() throws Exception {
    TrustStore store = FileTrustStore.in(folder);
    store.replace(TestLog.ORIGIN, Optional.empty(), log.head(5));
    try (var files = Files.list(folder)) {
      Path head = files.filter(file -> file.toString().endsWith(".head")).findFirst().orElseThrow();
      Files.writeString(head, "damaged");
      assertThatThrownBy(() -> store.newest(TestLog.ORIGIN))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(head.toString())
          .hasMessageContaining("Restore it");
    }
  }

  /** Counts up from many processes: if one update were lost, the last size would be too small. */
  @Test
  void replace_fromManyProcesses_losesNoUpdate() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Counter.class.getName(),
                  folder.toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    SignedCheckpoint last = FileTrustStore.in(folder).newest(TestLog.ORIGIN).orElseThrow();
    assertThat(last.checkpoint().size()).isEqualTo(3L * Counter.ROUNDS);
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".writing-")))
          .isEmpty();
    }
  }

  /** Adds one to the remembered size, many times, from two threads. */
  static final class Counter {
    static final int ROUNDS = 60;

    public static void main(String[] args) throws Exception {
      TestLog log = TestLog.of(400, "honest");
      TrustStore store = FileTrustStore.in(Path.of(args[0]));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        threads.add(new Thread(() -> count(store, log)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private static void count(TrustStore store, TestLog log) {
      try {
        for (int done = 0; done < ROUNDS / 2; ) {
          Optional<SignedCheckpoint> seen = store.newest(TestLog.ORIGIN);
          long size = seen.map(head -> head.checkpoint().size()).orElse(0L);
          if (store.replace(TestLog.ORIGIN, seen, log.head(size + 1))) {
            done++;
          }
        }
      } catch (IOException e) {
        e.printStackTrace();
        System.exit(1);
      }
    }
  }
}
