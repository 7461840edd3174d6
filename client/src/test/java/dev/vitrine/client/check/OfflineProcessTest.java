package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.TileServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vitrine check --offline} opens no socket: the whole process, seen from outside. */
class OfflineProcessTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private List<String> offline = List.of();
  private List<String> online = List.of();

  @BeforeEach
  void bundle() throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    Path file = Files.writeString(folder.resolve("setup.bin"), "the installer");
    Path bundle = folder.resolve("setup.stapled");
    try (TileServer server = records.serve();
        LogClient client =
            LogClient.builder().log(server.url()).vkeys(records.log.vkey()).build()) {
      Files.write(
          bundle, new BundleMaker(client).make(build, Optional.empty(), Optional.empty()).encode());
      online =
          List.of(
              "check",
              "--log",
              server.url(),
              "--vkey",
              records.log.vkey(),
              "--forget",
              file.toString());
    }
    offline =
        List.of(
            "check",
            "--offline",
            "--proof",
            bundle.toString(),
            "--vkey",
            records.log.vkey(),
            file.toString());
  }

  /** As scripts/vitrine has it: the native crypto library is for long work only. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("AmazonCorretto"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private record Run(int exitCode, String output) {}

  private Run run(List<String> before, List<String> java, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    if (Runtime.version().feature() >= 24) {
      // As scripts/vitrine does: the JDK's warning about protobuf looks at the network interfaces.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", classPath()));
    command.addAll(java);
    command.addAll(arguments);
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }

  private Run trapped(List<String> arguments) throws Exception {
    return run(
        List.of(),
        List.of(
            "-Djava.nio.channels.spi.SelectorProvider=" + NoSockets.class.getName(),
            NoSockets.class.getName()),
        arguments);
  }

  @Test
  void offline_insideATrap_isVerified_andOnlineFallsIntoIt() throws Exception {
    Run run = trapped(offline);
    assertThat(run.output()).startsWith("VERIFIED: ");
    assertThat(run.exitCode()).isZero();
    assertThat(trapped(online).exitCode()).isEqualTo(NoSockets.OPENED);
  }

  /** Where the system can trace calls, no library and no name service can hide a socket either. */
  @Test
  void offline_tracedBySystemCalls_opensNoSocket() throws Exception {
    Path strace = Path.of("/usr/bin/strace");
    if (!Files.isExecutable(strace)) {
      return;
    }
    Path trace = folder.resolve("trace");
    List<String> tracer =
        List.of(
            strace.toString(), "-f", "-qq", "-e", "trace=socket,connect", "-o", trace.toString());
    List<String> main = List.of("dev.vitrine.client.cli.Vitrine");
    assertThat(run(tracer, main, offline).exitCode()).isZero();
    // The JVM asks the system for the user's name, by a local socket where nscd may be, before any
    // of our code runs; nothing else may appear. From JDK 24 on, the JDK's own network library
    // makes
    // sockets that it never connects, to see whether there is IPv6; there, only connecting counts.
    boolean probes = Runtime.version().feature() >= 24;
    assertThat(Files.readAllLines(trace))
        .filteredOn(call -> call.contains("connect(") || (!probes && call.contains("socket(")))
        .allMatch(call -> call.contains("socket(AF_UNIX") || call.contains("/nscd/socket"));
    run(tracer, main, online);
    assertThat(Files.readString(trace)).contains("socket(AF_INET");
  }
}
