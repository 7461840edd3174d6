package dev.vitrine.bench.peer;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.process.ServerProcess;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts Vitrine's server from the class path of this process. */
public final class VitrineServer {

  private static final Pattern VKEY =
      Pattern.compile("[^\\s\"=:]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*");
  private static final Duration START = Duration.ofSeconds(60);

  private VitrineServer() {}

  /**
   * Starts an open log with the given settings over the defaults.
   *
   * @param work a folder for its data, configuration and output
   * @param settings keys as in docs/configuration.md, joined by dots
   */
  public static RunningLog start(Path work, Map<String, String> settings, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(work).resolve("data");
    int port = ServerProcess.freePort();
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("admission", "open");
    all.put("listen", "127.0.0.1:" + port);
    all.put("admin-listen", "off");
    all.put("data-folder", data.toString());
    Path config = Files.writeString(work.resolve("vitrine.yaml"), yaml(all));
    ServerProcess process =
        ServerProcess.start(
            "vitrine",
            command(config, jvmOptions),
            // glibc's arenas would otherwise hold on to what RocksDB frees.
            Map.of("MALLOC_ARENA_MAX", "2"),
            work.resolve("vitrine.log"));
    process.awaitOk("http://127.0.0.1:" + port + "/readyz", START);
    Endpoint endpoint = new Endpoint("127.0.0.1", port, "");
    VerifierKey key = ed25519Key(process.output());
    return RunningLog.started(endpoint, key, process, data);
  }

  private static List<String> command(Path config, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As scripts/serve starts it; what is given comes later and wins.
    command.add("-Xmx512m");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.vitrine.server.Main");
    command.add("--config");
    command.add(config.toString());
    return command;
  }

  /** The key with which the server says it signs; the output is our own child's. */
  static VerifierKey ed25519Key(String output) throws IOException {
    Matcher matcher = VKEY.matcher(output);
    while (matcher.find()) {
      try {
        VerifierKey key = VerifierKey.parse(matcher.group());
        if (key.algorithm() == SignatureType.ED25519) {
          return key;
        }
      } catch (NoteFormatException e) {
        continue;
      }
    }
    throw new IOException("server output: no Ed25519 vkey (expected: one at start)\n" + output);
  }

  /** Settings whose keys are joined by dots, as a YAML document. */
  static String yaml(Map<String, String> settings) {
    StringBuilder yaml = new StringBuilder();
    String open = "";
    for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      String key = setting.getKey();
      int dot = key.indexOf('.');
      String section = dot < 0 ? "" : key.substring(0, dot);
      if (!section.equals(open) && !section.isEmpty()) {
        yaml.append(section).append(":\n");
      }
      open = section;
      yaml.append(section.isEmpty() ? "" : "  ")
          .append(key.substring(dot + 1))
          .append(": ")
          .append(setting.getValue())
          .append('\n');
    }
    return yaml.toString();
  }
}
