package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time to open and heap do not grow with the log: real processes with 256 MB of heap. */
@Tag("long")
class BigLogTest {
  private static final long MAX_OPEN_MILLIS = 1_000;
  private static final long MAX_HEAP_GROWTH = 16L << 20;

  @TempDir Path folder;

  @Test
  void log_oneAndTenMillionEntries_openAndHeapTheSame() throws Exception {
    String log = folder.resolve("log").toString();
    run(0, AppendLoad.class, log, "1000000", "64", "1");
    Probe small = probe(log);
    run(AppendLoad.KILLED, AppendLoad.class, log, "9000000", "64", "2", "killed");
    Probe killed = probe(log);
    Probe large = probe(log);
    System.out.printf(
        "-Xmx256m: 1 M entries open in %d ms, heap %d MiB; 10 M in %d ms, heap %d MiB; after kill -9 in %d ms%n",
        small.openMillis(),
        small.heapBytes() >> 20,
        large.openMillis(),
        large.heapBytes() >> 20,
        killed.openMillis());
    assertThat(small.size()).isEqualTo(1_000_000);
    assertThat(killed.size()).isEqualTo(10_000_000);
    assertThat(large.size()).isEqualTo(10_000_000);
    assertThat(small.openMillis()).isLessThan(MAX_OPEN_MILLIS);
    assertThat(large.heapBytes()).isLessThan(small.heapBytes() + MAX_HEAP_GROWTH);
  }

  private static Probe probe(String log) throws Exception {
    String output = run(0, OpenProbe.class, log);
    Matcher numbers = Pattern.compile("size (\\d+) open (\\d+) heap (\\d+)").matcher(output);
    assertThat(numbers.find()).as(output).isTrue();
    return new Probe(
        Long.parseLong(numbers.group(1)),
        Long.parseLong(numbers.group(2)),
        Long.parseLong(numbers.group(3)));
  }

  private static String run(int exit, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).as(output).isEqualTo(exit);
    System.out.print(output);
    return output;
  }

  private record Probe(long size, long openMillis, long heapBytes) {}
}
