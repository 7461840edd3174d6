package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process, killed at whatever point it happens to be. */
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
      for (int round = 0; round < 6; round++) {
        Process process = start(policy, file);
        // Later each time, so that different steps are cut.
        process.waitFor(600 + 300L * round, TimeUnit.MILLISECONDS);
        process.destroyForcibly().onExit().join();
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
