package dev.vitrine.client.witness;

import dev.vitrine.client.cli.Vitrine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The witness as a process of its own, which can be killed. */
final class WitnessProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  private WitnessProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static WitnessProcess start(Path state, Path key, String logVkey) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Vitrine.class.getName(),
                "witness"));
    command.addAll(List.of("--state", state.toString(), "--key", key.toString()));
    command.addAll(List.of("--log", logVkey, "--listen", "127.0.0.1:0"));
    command.addAll(List.of("--rate", "100000", "--burst", "100000"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new WitnessProcess(process, url(process.inputReader()));
  }

  private static String url(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("listening on ")) {
        return line.substring("listening on ".length());
      }
    }
    throw new IOException("the witness ended before it listened");
  }

  String url() {
    return url;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
