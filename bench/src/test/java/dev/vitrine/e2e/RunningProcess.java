package dev.vitrine.e2e;

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
    return new RunningProcess(builder(log, main, arguments).start());
  }

  /** The process to be, whose errors are appended to a file. */
  static ProcessBuilder builder(Path log, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
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
