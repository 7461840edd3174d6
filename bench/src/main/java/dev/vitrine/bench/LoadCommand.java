package dev.vitrine.bench;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.EntrySource;
import dev.vitrine.bench.load.LoadPlan;
import dev.vitrine.bench.load.Measurement;
import dev.vitrine.bench.load.PlanOptions;
import dev.vitrine.bench.load.RecordsLog;
import dev.vitrine.bench.load.Recovery;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.options.ReportOptions;
import dev.vitrine.bench.peer.InProcessLog;
import dev.vitrine.bench.peer.LogLoad;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.bench.peer.ServerOptions;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import dev.vitrine.v1.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench load}. */
@Command(
    name = "load",
    description = {
      "Offers entries to a log, measures, and verifies what was acknowledged.",
      "Without --url it starts a server of its own in a temporary folder.",
      "Exit code 1: an entry failed, or an acknowledged one is not where the log said."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class LoadCommand implements Callable<Integer> {

  enum Wait {
    durable,
    published,
    witnessed;

    Stage stage() {
      return Stage.valueOf("STAGE_" + name().toUpperCase(Locale.ROOT));
    }
  }

  @Mixin PlanOptions plans;
  @Mixin ServerOptions server;
  @Mixin private ReportOptions reports;

  @Option(
      names = "--via",
      description = "${COMPLETION-CANDIDATES}. Default: http; with --records, stream")
  @Nullable Via via;

  @Option(
      names = "--records",
      description = {
        "Offers build records of about 1 KiB with one Ed25519 signature, signed beforehand, to an",
        "own server that admits records only. --size does not count."
      })
  boolean recordsMode;

  @Option(
      names = "--connections",
      description =
          "Connections. Default: --concurrency over http, at most 1024; 1 with --records; else 4")
  @Nullable Integer connections;

  @Option(
      names = "--wait",
      defaultValue = "durable",
      description = "When an append is answered: ${COMPLETION-CANDIDATES}.")
  Wait wait;

  @Option(names = "--url", description = "A log that runs already; needs --vkey.")
  @Nullable String url;

  @Option(names = "--vkey", description = "Its Ed25519 verifier key.")
  @Nullable String vkey;

  @Option(
      names = "--sweep",
      split = ",",
      description =
          "First measures the maximum, then offers these multiples of it, such as"
              + " 0.5,0.9,1.2,2,4: the overload curve.")
  List<Double> sweep = List.of();

  @Option(
      names = "--recovery",
      description =
          "Then offers half of the maximum, four times the maximum and half again, 5 s each, and"
              + " tells when latency is back after the overload.")
  boolean recovery;

  @Spec CommandSpec spec;

  private Optional<RecordsLog> records = Optional.empty();

  @Override
  public Integer call() throws Exception {
    LoadUsage.require(this);
    ReportFolder folder = reports.folder();
    records = recordsMode ? Optional.of(new RecordsLog()) : Optional.empty();
    Machine machine = Machine.here();
    Path work = Files.createTempDirectory("vitrine-bench");
    try {
      Measured done = via() == Via.direct ? inProcess(work) : overNetwork(work);
      LoadReport report = new LoadReport(machine, done.measurements(), done.recovery());
      report.write(spec.commandLine().getOut(), folder);
      return report.sound() ? 0 : 1;
    } finally {
      DiskUse.delete(work);
    }
  }

  Via via() {
    Via given = via;
    return given != null ? given : recordsMode ? Via.stream : Via.http;
  }

  private record Measured(List<Measurement> measurements, Optional<Measurement> recovery) {}

  private Measured inProcess(Path work) throws Exception {
    try (InProcessLog target = InProcessLog.start(work, settings(work), wait.stage());
        RunningLog log = target.running()) {
      return measure(log, target);
    }
  }

  private Measured overNetwork(Path work) throws Exception {
    try (RunningLog log = log(work);
        Target target = via().open(log.endpoint(), connections(), wait.stage())) {
      return measure(log, target);
    }
  }

  private RunningLog log(Path work) throws Exception {
    return url == null
        ? server.start(work, settings(work))
        : RunningLog.remote(Endpoint.parse(url), LoadUsage.key(this));
  }

  private Map<String, String> settings(Path work) throws IOException {
    Map<String, String> given = server.settings();
    return records.isPresent() ? records.get().settings(work, given) : given;
  }

  private int connections() {
    if (connections != null) {
      return connections;
    }
    return recordsMode ? 1 : via() == Via.http ? Math.min(1024, plans.concurrency()) : 4;
  }

  private Measured measure(RunningLog log, Target target) throws Exception {
    if (records.isPresent()) {
      records.get().register(target);
    }
    if (plans.warmsUp()) {
      run("warm-up", plans.warmUpPlan(), log, target);
    }
    List<Measurement> done = new ArrayList<>();
    done.add(run(via().name(), plans.plan(), log, target));
    double maximum = done.get(0).result().acknowledged();
    for (double multiple : sweep) {
      LoadPlan plan = plans.planAt(multiple * maximum);
      done.add(run(via() + " at " + multiple + " × max", plan, log, target));
    }
    return new Measured(
        done,
        recovery
            ? Optional.of(run("recovery", plans.planOf(Recovery.steps(maximum)), log, target))
            : Optional.empty());
  }

  private Measurement run(String name, LoadPlan plan, RunningLog log, Target target)
      throws IOException, InterruptedException {
    EntrySource entries = records.isPresent() ? records.get().entries(plan) : plans.entries(plan);
    spec.commandLine().getErr().println(name + " …");
    return LogLoad.run(name, plan, entries, target, log);
  }
}
