package dev.vitrine.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the server is started that a command measures. */
public final class ServerOptions {

  @Option(names = "--set", description = "A setting of the server, such as batch.entries=1024.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--server-jvm",
      split = " ",
      description = "JVM options of the server, such as \"-Xmx256m\".")
  private List<String> jvm = List.of();

  /** Whether none was given. */
  public boolean isEmpty() {
    return settings.isEmpty() && jvm.isEmpty();
  }

  public Map<String, String> settings() {
    return settings;
  }

  public boolean hasJvmOptions() {
    return !jvm.isEmpty();
  }

  /** Starts a server of the command's own. */
  public RunningLog start(Path work) throws IOException, InterruptedException {
    return start(work, settings);
  }

  /** Starts one with settings that were made of {@link #settings}. */
  public RunningLog start(Path work, Map<String, String> all)
      throws IOException, InterruptedException {
    return VitrineServer.start(work, all, jvm);
  }
}
