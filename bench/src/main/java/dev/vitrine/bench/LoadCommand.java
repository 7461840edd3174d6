package dev.vitrine.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.EntrySource;
import dev.vitrine.bench.load.LatencyPlots;
import dev.vitrine.bench.load.LoadPlan;
import dev.vitrine.bench.load.LoadResult;
import dev.vitrine.bench.load.Measurement;
import dev.vitrine.bench.load.MeasurementTable;
import dev.vitrine.bench.load.PlanOptions;
import dev.vitrine.bench.load.RecordsLog;
import dev.vitrine.bench.load.StageTable;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.peer.InProcessLog;
import dev.vitrine.bench.peer.LogLoad;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.bench.peer.VitrineServer;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.v1.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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

  @Mixin private PlanOptions plans;

  @Option(
      names = "--via",
      description = "${COMPLETION-CANDIDATES}. Default: http; with --records, stream")
  private Via via;

  @Option(
      names = "--records",
      description = {
        "Offers build records of about 1 KiB with one Ed25519 signature, signed beforehand, to an",
        "own server that admits records only. --size does not count."
      })
  private boolean recordsMode;

  @Option(
      names = "--connections",
      defaultValue = "0",
      description =
          "Connections. Default: --concurrency over http, at most 1024; 1 with --records; else 4")
  private int connections;

  @Option(
      names = "--wait",
      defaultValue = "durable",
      description = "When an append is answered: ${COMPLETION-CANDIDATES}.")
  private Wait wait;

  @Option(names = "--url", description = "A log that runs already; needs --vkey.")
  private String url;

  @Option(names = "--vkey", description = "Its Ed25519 verifier key.")
  private String vkey;

  @Option(
      names = "--sweep",
      split = ",",
      description =
          "First measures the maximum, then offers these multiples of it, such as"
              + " 0.5,0.9,1.2,2,4: the overload curve.")
  private List<Double> sweep = List.of();

  @Option(names = "--set", description = "A setting of the own server, such as batch.entries=1024.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--server-jvm",
      split = " ",
      description = "JVM options of the own server, such as \"-Xmx256m\".")
  private List<String> serverJvm = List.of();

  @Option(
      names = "--out",
      defaultValue = "target/bench/load",
      description = "Folder of the reports. Default: ${DEFAULT-VALUE}")
  private Path out;

  @Spec private CommandSpec spec;

  private Optional<RecordsLog> records = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (via == null) {
      via = recordsMode ? Via.stream : Via.http;
    }
    records = recordsMode ? Optional.of(new RecordsLog()) : Optional.empty();
    Machine machine = Machine.here();
    Path work = Files.createTempDirectory("vitrine-bench");
    try {
      List<Measurement> measurements = via == Via.direct ? inProcess(work) : overNetwork(work);
      report(machine, measurements);
      return measurements.stream().allMatch(Measurement::sound) ? 0 : 1;
    } finally {
      DiskUse.delete(work);
    }
  }

  private List<Measurement> inProcess(Path work) throws Exception {
    try (InProcessLog target = InProcessLog.start(work, settings(work), wait.stage());
        RunningLog log = target.running()) {
      return measure(log, target);
    }
  }

  private List<Measurement> overNetwork(Path work) throws Exception {
    try (RunningLog log = log(work);
        Target target = via.open(log.endpoint(), connections(), wait.stage())) {
      return measure(log, target);
    }
  }

  private RunningLog log(Path work) throws Exception {
    if (url == null) {
      return VitrineServer.start(work, settings(work), serverJvm);
    }
    if (recordsMode) {
      throw new IllegalArgumentException("--records: with --url (expected: an own server)");
    }
    if (vkey == null) {
      throw new IllegalArgumentException("--url: without --vkey (expected: the log's key too)");
    }
    return RunningLog.remote(Endpoint.parse(url), VerifierKey.parse(vkey));
  }

  private Map<String, String> settings(Path work) throws IOException {
    return records.isPresent() ? records.get().settings(work, settings) : settings;
  }

  private int connections() {
    if (connections > 0 || recordsMode) {
      return Math.max(1, connections);
    }
    return via == Via.http ? Math.min(1024, plans.concurrency()) : 4;
  }

  private List<Measurement> measure(RunningLog log, Target target) throws Exception {
    if (records.isPresent()) {
      records.get().register(target);
    }
    if (plans.warmsUp()) {
      run("warm-up", plans.warmUpPlan(), log, target);
    }
    List<Measurement> done = new ArrayList<>();
    Measurement first = run(via.name(), plans.plan(), log, target);
    done.add(first);
    for (double multiple : sweep) {
      double rate = multiple * first.result().acknowledged();
      done.add(run(via + " at " + multiple + " × max", plans.planAt(rate), log, target));
    }
    return done;
  }

  private Measurement run(String name, LoadPlan plan, RunningLog log, Target target)
      throws IOException, InterruptedException {
    EntrySource entries = records.isPresent() ? records.get().entries(plan) : plans.entries(plan);
    spec.commandLine().getErr().println(name + " …");
    return LogLoad.run(name, plan, entries, target, log);
  }

  private void report(Machine machine, List<Measurement> measurements) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    String text =
        String.join(
            "\n\n",
            machine.text(),
            MeasurementTable.text(measurements),
            StageTable.text(measurements));
    ReportFolder folder = new ReportFolder(out);
    print.println(text);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("machine", machine.json());
    Map<String, LoadResult> runs = new LinkedHashMap<>();
    for (Measurement measurement : measurements) {
      json.withArray("runs").add(measurement.json());
      runs.put(measurement.name(), measurement.result());
      measurement.result().failures().forEach((why, n) -> print.println(n + " failed: " + why));
      measurement.result().refusals().forEach((why, n) -> print.println(n + " refused: " + why));
    }
    Measurement last = measurements.get(measurements.size() - 1);
    print.println("written: " + folder.write("load.md", text));
    print.println("written: " + folder.write("load.json", json));
    print.println("written: " + folder.write("latency.svg", LatencyPlots.byPercentile(runs)));
    String overTime = LatencyPlots.overTime(last.name(), last.result());
    print.println("written: " + folder.write("latency-over-time.svg", overTime));
    print.flush();
  }
}
