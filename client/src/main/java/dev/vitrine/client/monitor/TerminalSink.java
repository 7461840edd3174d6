package dev.vitrine.client.monitor;

import java.io.IOException;
import java.io.PrintStream;

/** A line of text an alert, or of JSON. */
public record TerminalSink(PrintStream out, boolean json) implements AlertSink {

  @Override
  public String name() {
    return "stdout";
  }

  @Override
  public void deliver(Alert alert) throws IOException {
    out.println(json ? alert.json() : alert.text());
    if (out.checkError()) {
      throw new IOException("standard output is closed");
    }
  }
}
