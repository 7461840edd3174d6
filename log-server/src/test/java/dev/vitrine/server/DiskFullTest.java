package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.server.sequencer.OverloadedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system that really fills up. Where none can be mounted, {@link LogServerTest} has the same
 * case with a made-up free space.
 */
class DiskFullTest {
  private static final int ENTRY_BYTES = 20_000;

  @TempDir static Path temporary;

  @Test
  @EnabledIf("canMount")
  void disk_fillsUp_appendsRefusedNothingLostAndResumes() throws Exception {
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString());
    try {
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[24 << 20]);
      long taken = fill(disk, ballast);
      try (LogServer server = TestServers.start(disk.resolve("log"))) {
        for (long i = 0; i < taken; i++) {
          assertThat(server.context().reads().entry(i)).contains(entry(i));
        }
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private static long fill(Path disk, Path ballast) throws Exception {
    try (LogServer server =
        TestServers.start(
            disk.resolve("log"),
            "disk.floor",
            "32MiB",
            "disk.check-interval",
            "20ms",
            "store.write-buffer",
            "2MiB")) {
      AtomicLong next = new AtomicLong();
      // The store frees space by itself when it drops a log that it has flushed: full is what
      // lasts.
      Awaitility.await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                appendUntilFull(server, next);
                return !server.context().admin().ready();
              });
      long taken = next.get();
      assertThat(taken).isGreaterThan(100);
      assertThat(server.context().admin().status().notAcceptingReason()).contains("free space");
      assertThat(server.context().reads().entry(0)).contains(entry(0));
      assertThat(appendOrFull(server, taken)).isFalse();
      Files.delete(ballast);
      Awaitility.await().until(() -> server.context().admin().ready());
      assertThat(appendOrFull(server, taken)).isTrue();
      return taken + 1;
    }
  }

  private static void appendUntilFull(LogServer server, AtomicLong next) throws Exception {
    while (appendOrFull(server, next.get())) {
      assertThat(next.incrementAndGet() * ENTRY_BYTES).isLessThan(96L << 20);
    }
  }

  private static boolean appendOrFull(LogServer server, long number) throws Exception {
    try {
      Appended appended =
          server.context().appender().append(entry(number)).get(30, TimeUnit.SECONDS);
      assertThat(appended.index()).isEqualTo(number);
      return true;
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              OverloadedException.class,
              full -> assertThat(full.reason()).isEqualTo(Reason.DISK_FULL));
      return false;
    }
  }

  private static byte[] entry(long number) {
    return Entries.random(11, number, ENTRY_BYTES);
  }

  static boolean canMount() throws IOException, InterruptedException {
    Path probe = Files.createTempDirectory("mount-probe");
    try {
      boolean mounted =
          exit("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString()) == 0;
      return mounted && exit("umount", probe.toString()) == 0;
    } finally {
      Files.delete(probe);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(exit(command)).as(String.join(" ", command)).isZero();
  }

  private static int exit(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      // No such command here.
      return -1;
    }
  }
}
