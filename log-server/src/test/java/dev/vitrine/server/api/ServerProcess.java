package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.Main;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The server as its operator starts it.
 *
 * @param url of the public listener
 * @param adminUrl of the operator's
 */
record ServerProcess(Process process, String url, String adminUrl) {

  /**
   * Starts it over the folder's data and waits until it has said where it listens.
   *
   * @param settings more lines of its configuration
   */
  static ServerProcess start(Path folder, String settings) throws Exception {
    Path config = folder.resolve("vitrine.yaml");
    Files.writeString(
        config,
        "data-folder: "
            + folder.resolve("data")
            + "\nlisten: 127.0.0.1:0\nadmin-listen: 127.0.0.1:0\nadmission: open\n"
            + "disk:\n  floor: 1MiB\n"
            + settings);
    Path errors = folder.resolve("stderr.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "--config",
                config.toString())
            .redirectError(errors.toFile())
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    Map<String, String> said = new HashMap<>();
    String line = out.readLine();
    while (line != null) {
      String[] words = line.split(" +");
      said.put(words[0], words[words.length - 1]);
      line = said.containsKey("admin") ? null : out.readLine();
    }
    assertThat(said).as(Files.readString(errors)).containsKeys("address", "admin");
    Thread drain = new Thread(() -> out.lines().forEach(text -> {}));
    drain.setDaemon(true);
    drain.start();
    return new ServerProcess(process, said.get("address"), said.get("admin"));
  }

  int port() {
    return port(url);
  }

  int adminPort() {
    return port(adminUrl);
  }

  private static int port(String url) {
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }
}
