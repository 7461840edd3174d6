package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.witness.WatchedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process, killed as it gets from step to step. */
@Timeout(120)
class MonitorKillTest {
  private static final int ENTRIES = 200;

  @TempDir Path folder;

  @Test
  void alerts_acrossKills_areInTheFileExactlyOnceEach() throws Exception {
    FakeLog log = FakeLog.named("log.example/a").append(ENTRIES, "garbage").publishAll();
    Path file = folder.resolve("alerts.jsonl");
    try (HttpEndpoint endpoint = log.serve()) {
      Path policy =
          Files.writeString(
              folder.resolve("policy"),
              "log " + log.verifierKey() + " " + endpoint.url() + "\nquorum none\n");
      Path journal =
          folder.resolve("state").resolve(WatchedLog.originHash(log.origin())).resolve("journal");
      // The head remembered, the step committed, then ever more of its alerts delivered.
      killWhen(start(policy, file), () -> size(journal) > 0);
      killWhen(start(policy, file), () -> size(journal) > ENTRIES * 300L);
      for (int lines : new int[] {1, 2, 50, 150, 250, 399}) {
        killWhen(start(policy, file), () -> lines(file) >= lines);
      }
      assertThat(start(policy, file).onExit().join().exitValue()).isZero();
    }
    List<Alert> alerts = Files.readAllLines(file).stream().map(Alert::parse).toList();
    List<Long> expected = new ArrayList<>();
    for (long sequence = 1; sequence <= 2 * ENTRIES; sequence++) {
      expected.add(sequence);
    }
    assertThat(alerts.stream().map(Alert::sequence).toList()).isEqualTo(expected);
    assertThat(alerts.stream().map(Alert::id).distinct()).hasSize(2 * ENTRIES);
  }

  /** SIGKILL as soon as the files say so, which is at another step each time. */
  private static void killWhen(Process process, BooleanSupplier reached) {
    while (process.isAlive() && !reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
    process.destroyForcibly().onExit().join();
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static long lines(Path file) {
    try {
      return Files.exists(file)
          ? new String(Files.readAllBytes(file), ISO_8859_1).chars().filter(c -> c == '\n').count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path policy, Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Vitrine.class.getName(),
            "monitor",
            "--once",
            "--policy",
            policy.toString(),
            "--state",
            folder.resolve("state").toString(),
            "--alert-file",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
