package dev.vitrine.bench.follow;

import dev.vitrine.bench.load.RandomEntries;
import dev.vitrine.bench.options.ReportOptions;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import dev.vitrine.bench.report.Table;
import dev.vitrine.client.mirror.MirrorFolder;
import dev.vitrine.client.monitor.MonitorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench follow}. */
@Command(
    name = "follow",
    description = {
      "Serves a log from this process over HTTP and lets `vitrine mirror` and `vitrine monitor`,"
          + " processes of their own, follow it once from nothing: every entry's hash verified, the"
          + " mirror's copy durable. The time is the whole process's, its start included.",
      "Exit code 1: one of them did not reach the log's size, or was below --target."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class FollowCommand implements Callable<Integer> {

  @Option(
      names = "--entries",
      defaultValue = "1000000",
      description = "Entries in the log. Default: ${DEFAULT-VALUE}")
  private long entries;

  @Option(
      names = "--size",
      defaultValue = "300",
      description = "Bytes in an entry. Default: ${DEFAULT-VALUE}")
  private int size;

  @Option(names = "--rounds", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--target",
      defaultValue = "100000",
      description = "Entries a second to reach. Default: ${DEFAULT-VALUE}")
  private long target;

  @Option(names = "--follower-jvm", description = "An option of the followers' JVM.")
  private List<String> jvm = new ArrayList<>();

  @Mixin private ReportOptions reports;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (entries < 1 || rounds < 1) {
      throw Usage.error(
          spec,
          "--entries, --rounds: " + entries + ", " + rounds + " (expected: 1 or more of each)");
    }
    RandomEntries source = Usage.check(spec, () -> new RandomEntries(size, 1));
    ReportFolder folder = reports.folder();
    Path work = Files.createTempDirectory("vitrine-bench");
    spec.commandLine().getErr().println("making a log with " + entries + " entries …");
    try (StaticLog log = StaticLog.make(work.resolve("log"), source, entries)) {
      Path policy = Files.writeString(work.resolve("policy"), log.policy());
      Table table = Table.of("command", "entries", "seconds", "entries/s");
      boolean reached = true;
      for (int round = 0; round < rounds; round++) {
        reached &= row(table, "mirror", mirror(work, policy, log, round));
        reached &= row(table, "monitor", monitor(work, policy, log, round));
      }
      String text = Machine.here().text() + "\n\n" + table.text();
      spec.commandLine().getOut().println(text);
      spec.commandLine().getOut().println("written: " + folder.write("follow.md", text));
      return reached ? 0 : 1;
    } finally {
      DiskUse.delete(work);
    }
  }

  private boolean row(Table table, String command, Duration took) {
    double perSecond = entries / (took.toNanos() / 1e9);
    table.row(command, entries, String.format("%.2f", took.toNanos() / 1e9), Math.round(perSecond));
    return perSecond >= target;
  }

  private Duration mirror(Path work, Path policy, StaticLog log, int round) throws Exception {
    Path state = work.resolve("mirror-" + round);
    Duration took = run(work, "mirror", policy, state);
    require("mirror", new MirrorFolder(state.resolve(log.originHash())).size());
    DiskUse.delete(state);
    return took;
  }

  private Duration monitor(Path work, Path policy, StaticLog log, int round) throws Exception {
    Path state = work.resolve("monitor-" + round);
    Duration took = run(work, "monitor", policy, state, "--open", "--stopped-after", "PT0S");
    try (MonitorState reached = MonitorState.open(state.resolve(log.originHash()))) {
      require("monitor", reached.next());
    }
    return took;
  }

  private void require(String command, long reached) throws IOException {
    if (reached != entries) {
      throw new IOException(command + ": followed to " + reached + " (expected: " + entries + ")");
    }
  }

  private Duration run(Path work, String command, Path policy, Path state, String... more)
      throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(jvm);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("dev.vitrine.client.cli.Vitrine", command, "--once"));
    words.addAll(List.of("--policy", policy.toString(), "--state", state.toString()));
    words.addAll(List.of(more));
    Path output = work.resolve(command + ".log");
    long started = System.nanoTime();
    int code =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (code != 0) {
      throw new IOException(command + ": exit code " + code + "\n" + Files.readString(output));
    }
    return took;
  }
}
