package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a command for each alert: JSON on its standard input, {@code VITRINE_ALERT_ID}, {@code
 * _RULE} and {@code _SEVERITY} in its environment. Exit code 0 means taken.
 */
public record CommandSink(List<String> command, Duration timeout) implements AlertSink {
  public CommandSink {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: empty (expected: a program and its arguments)");
    }
  }

  @Override
  public String name() {
    return "command:" + String.join(" ", command);
  }

  @Override
  public void deliver(Alert alert) throws IOException {
    // A file and not a pipe: a command that does not read cannot hold up the monitor.
    Path input = Files.createTempFile("vitrine-alert", ".json");
    try {
      Files.writeString(input, alert.json() + "\n", UTF_8);
      int exit = await(start(alert, input));
      if (exit != 0) {
        throw new IOException(command.get(0) + ": exit code " + exit + " (expected: 0)");
      }
    } finally {
      Files.deleteIfExists(input);
    }
  }

  private Process start(Alert alert, Path input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("VITRINE_ALERT_ID", alert.id());
    builder.environment().put("VITRINE_ALERT_RULE", alert.finding().rule());
    builder.environment().put("VITRINE_ALERT_SEVERITY", alert.finding().severity().name());
    builder.redirectInput(input.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private int await(Process process) throws IOException {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      kill(process);
      throw new IOException(command.get(0) + ": still running after " + timeout);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + command.get(0) + " ran");
    }
  }

  /** With what it started: a shell's death does not end the program it runs. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
