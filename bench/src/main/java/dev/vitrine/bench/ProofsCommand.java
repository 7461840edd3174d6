package dev.vitrine.bench;

import dev.vitrine.bench.load.Fill;
import dev.vitrine.bench.load.LoadPlan;
import dev.vitrine.bench.load.Measurement;
import dev.vitrine.bench.load.MeasurementTable;
import dev.vitrine.bench.load.PlanOptions;
import dev.vitrine.bench.load.ProofTarget;
import dev.vitrine.bench.load.RandomEntries;
import dev.vitrine.bench.load.Sampled;
import dev.vitrine.bench.load.StageTable;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.options.ReportOptions;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.bench.peer.LogLoad;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.bench.peer.ServerOptions;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.v1.Stage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench proofs}. */
@Command(
    name = "proofs",
    description = {
      "Fills a server of its own, then asks for inclusion proofs by leaf hash over gRPC: at the"
          + " maximum, then at half of it. Each proof is verified.",
      "Exit code 1: a request failed, or a proof did not verify."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class ProofsCommand implements Callable<Integer> {

  private static final int CONNECTIONS = 4;

  @Mixin private PlanOptions plans;

  @Option(
      names = "--entries",
      defaultValue = "1000000",
      description = "Entries in the log. Default: ${DEFAULT-VALUE}")
  private long entries;

  @Mixin private ServerOptions server;
  @Mixin private ReportOptions reports;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Usage.check(spec, () -> new Sampled(new RandomEntries(plans.entrySize(), 1), entries, 1));
    plans.require();
    ReportFolder folder = reports.folder();
    Machine machine = Machine.here();
    Path work = Files.createTempDirectory("vitrine-bench");
    try (RunningLog log = server.start(work)) {
      RandomEntries held = new RandomEntries(plans.entrySize(), 1);
      spec.commandLine().getErr().println("filling a log with " + entries + " entries …");
      try (Target target = Via.stream.open(log.endpoint(), CONNECTIONS, Stage.STAGE_DURABLE)) {
        Fill.append(target, held, 0, entries);
      }
      List<Measurement> done = measure(log, held, log.awaitSize(entries).checkpoint());
      String text =
          String.join("\n\n", machine.text(), MeasurementTable.text(done), StageTable.text(done));
      PrintWriter print = spec.commandLine().getOut();
      print.println(text);
      print.println("written: " + folder.write("proofs.md", text));
      return done.stream().allMatch(Measurement::sound) ? 0 : 1;
    } finally {
      DiskUse.delete(work);
    }
  }

  private List<Measurement> measure(RunningLog log, RandomEntries held, Checkpoint checkpoint)
      throws Exception {
    List<Measurement> done = new ArrayList<>();
    try (Target target =
        new ProofTarget(log.endpoint(), CONNECTIONS, checkpoint.size(), checkpoint.root())) {
      if (plans.warmsUp()) {
        run("warm-up", plans.warmUpPlan(), log, held, target);
      }
      done.add(run("proofs", plans.plan(), log, held, target));
      double half = done.get(0).result().acknowledged() / 2;
      if (plans.warmsUp()) {
        run("warm-up at half", plans.warmUpPlanAt(half), log, held, target);
      }
      done.add(run("proofs at half", plans.planAt(half), log, held, target));
    }
    return done;
  }

  private Measurement run(
      String name, LoadPlan plan, RunningLog log, RandomEntries held, Target target)
      throws Exception {
    spec.commandLine().getErr().println(name + " …");
    return LogLoad.run(name, plan, new Sampled(held, entries, plan.seed()), target, log);
  }
}
