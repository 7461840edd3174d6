package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A line an alert to a terminal or a pipe, which tells nobody what it has taken. */
public record TerminalSink(OutputStream out, AlertLine format) implements AlertSink {
  static final String NAME = "stdout";

  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  /** The sink that fits what this process's standard output is. */
  public static AlertSink standardOutput(AlertLine format) throws IOException {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    boolean readable = Files.isRegularFile(STANDARD_OUTPUT) && Files.isReadable(STANDARD_OUTPUT);
    return readable
        ? new RedirectedSink(STANDARD_OUTPUT, out, format)
        : new TerminalSink(out, format);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void deliver(Alert alert) throws IOException {
    out.write((format.of(alert) + "\n").getBytes(UTF_8));
    out.flush();
  }
}
