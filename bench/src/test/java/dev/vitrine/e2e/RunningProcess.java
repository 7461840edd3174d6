package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of ours in a process of its own, until it is closed. */
final class RunningProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> seen = new ArrayList<>();

  private RunningProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static RunningProcess start(Path log, Class<?> main, String... arguments) throws IOException {
    return start(log, List.of(), main, arguments);
  }

  /** The same with flags for its Java machine. */
  static RunningProcess start(Path log, List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    return new RunningProcess(builder(log, flags, main, arguments).start());
  }

  /** The process to be, whose errors are appended to a file. */
  static ProcessBuilder builder(Path log, Class<?> main, String... arguments) {
    return builder(log, List.of(), main, arguments);
  }

  private static ProcessBuilder builder(
      Path log, List<String> flags, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /** Reads on until a line starts with {@code name}, and returns the rest of that line. */
  String await(String name) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.add(line);
      if (line.startsWith(name)) {
        return line.substring(name.length()).strip();
      }
    }
    throw new IOException(
        "ended with %s after %s (expected: a line %s…)".formatted(process.exitValue(), seen, name));
  }

  /** The rest of each line read so far that starts with {@code name}. */
  List<String> seen(String name) {
    return seen.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .toList();
  }

  /** kill -9 after some time, of which the caller makes what is drawn and nobody waits for. */
  void killAfter(int millis) throws InterruptedException {
    assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).as("alive until killed").isFalse();
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
