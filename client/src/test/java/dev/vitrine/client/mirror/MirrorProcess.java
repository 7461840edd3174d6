package dev.vitrine.client.mirror;

import dev.vitrine.client.cli.Vitrine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The mirror as a process of its own, which can be killed. */
record MirrorProcess(Process process, String url) implements AutoCloseable {

  /**
   * @param log its vkey, and its URL if it is to be pulled
   */
  static MirrorProcess start(Path folder, String keyText, String log) throws IOException {
    Path key = Files.writeString(folder.resolve("key"), keyText);
    Path policy = Files.writeString(folder.resolve("policy"), "log " + log + "\nquorum none\n");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Vitrine.class.getName(),
            "mirror",
            "--policy",
            policy.toString(),
            "--state",
            folder.resolve("state").toString(),
            "--key",
            key.toString(),
            "--interval",
            "PT0.02S",
            "--listen",
            "127.0.0.1:0");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new MirrorProcess(process, url(process.inputReader()));
  }

  private static String url(BufferedReader output) throws IOException {
    StringBuilder before = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("listening on ")) {
        return line.substring("listening on ".length());
      }
      before.append(line).append('\n');
    }
    throw new IOException("the mirror ended before it listened: " + before);
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
