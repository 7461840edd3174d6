package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.record.Envelope;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.Appended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The admission state of a large log is a function of the log, and found again in little memory.
 */
@Tag("long")
class MillionRecordsTest {
  private static final int RECORDS = Integer.getInteger("vitrine.entries", 1_000_000);
  private static final int IN_FLIGHT = 4096;

  @TempDir private Path folder;

  private final TestLog model = TestLog.ready();
  private final TestRecords records = new TestRecords(model);

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void log_ofAMillionRecords_replayedIn96MiB_reachesTheServersState() throws Exception {
    StateHead live;
    try (LogServer server = start()) {
      for (byte[] entry : model.entries) {
        server.context().appender().append(entry).get();
      }
      appendBuilds(server);
      live = StateHead.of(key -> state(server, key));
    }
    assertThat(live.size()).isEqualTo(model.entries.size() + RECORDS);

    assertThat(replayed()).startsWith(live.size() + " " + live.hash().hex() + " in ");
  }

  private void appendBuilds(LogServer server) throws Exception {
    ArrayDeque<CompletableFuture<Appended>> answers = new ArrayDeque<>();
    for (int i = 0; i < RECORDS; i++) {
      Envelope build = records.signed(records.build("p" + i % 1000, "v" + i));
      answers.add(server.context().appender().append(build.encode()));
      if (answers.size() == IN_FLIGHT) {
        answers.remove().get();
      }
    }
    for (CompletableFuture<Appended> answer : answers) {
      answer.get();
    }
  }

  private LogServer start() throws Exception {
    Path policy = folder.resolve("root.policy");
    Files.write(policy, model.entries.get(0));
    Config config = TestServers.recordsConfig(folder, policy);
    return LogServer.start(
        config,
        Parts.standard(
                failure -> {
                  throw new AssertionError(failure);
                })
            .withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC)));
  }

  private static Optional<byte[]> state(LogServer server, byte[] key) {
    try {
      return server.context().reads().state(key);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String replayed() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx96m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ReplayStore.class.getName(),
                    folder.resolve("data").resolve("store").toString(),
                    folder.resolve("replay").toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(told);
    assertThat(process.waitFor()).isZero();
    return told;
  }
}
