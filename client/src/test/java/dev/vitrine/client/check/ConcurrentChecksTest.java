package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.FileTrustStore;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.cli.Vitrine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many {@code vitrine check} processes on one trust folder while the log grows with every request:
 * none is told that an honest log is stale, and the newest head that any of them saw stays.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConcurrentChecksTest {
  private static final int PROCESSES = 4;
  private static final int ROUNDS = 25;
  private static final Pattern SIZE = Pattern.compile("\"size\":([0-9]+)");

  @TempDir Path folder;

  @Test
  void checksOfManyProcesses_loseNoNewerHead() throws Exception {
    RecordLog records = new RecordLog();
    records.build("Suite", "1.2", "setup.bin", "the installer");
    long known = records.log.size();
    for (int i = 0; i < 2 * PROCESSES * ROUNDS; i++) {
      records.log.add(("more " + i).getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.writeString(folder.resolve("setup.bin"), "the installer");
    Path trust = folder.resolve("trust");
    AtomicLong shown = new AtomicLong(known);
    List<Process> processes = new ArrayList<>();
    try (TileServer server = records.serve()) {
      server.lie(
          "checkpoint",
          exchange -> {
            // What was shown can be read: larger heads only, and every request gets a new one.
            long size = Math.min(records.log.size(), shown.incrementAndGet());
            TileServer.respond(exchange, 200, "text/plain", records.log.head(size).encode());
          });
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Checks.class.getName(),
                    file.toString(),
                    server.url(),
                    records.log.vkey(),
                    trust.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out" + i).toFile())
                .start());
      }
      long newest = 0;
      for (int i = 0; i < PROCESSES; i++) {
        assertThat(processes.get(i).waitFor(100, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(folder.resolve("out" + i));
        assertThat(processes.get(i).exitValue()).describedAs(output).isZero();
        newest = Math.max(newest, largest(output));
      }
      assertThat(newest).isGreaterThan(known + ROUNDS);
      assertThat(FileTrustStore.in(trust).newest(TestLog.ORIGIN).orElseThrow().checkpoint().size())
          .isEqualTo(newest);
    }
    try (Stream<Path> left = Files.list(trust)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".writing-"))
          .noneMatch(name -> name.endsWith(".fork-evidence"));
    }
  }

  private static long largest(String output) {
    Matcher match = SIZE.matcher(output);
    long largest = 0;
    while (match.find()) {
      largest = Math.max(largest, Long.parseLong(match.group(1)));
    }
    return largest;
  }

  /** Checks one file many times, as a process of its own. */
  static final class Checks {
    public static void main(String[] args) {
      for (int i = 0; i < ROUNDS; i++) {
        StringWriter text = new StringWriter();
        int exitCode =
            Vitrine.run(
                new PrintWriter(text),
                new PrintWriter(text, true),
                "check",
                args[0],
                "--log",
                args[1],
                "--vkey",
                args[2],
                "--trust-dir",
                args[3],
                "--json");
        System.out.print(text);
        if (exitCode != 0) {
          System.exit(exitCode);
        }
      }
    }
  }
}
