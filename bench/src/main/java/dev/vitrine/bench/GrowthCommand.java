package dev.vitrine.bench;

import dev.vitrine.bench.load.Fill;
import dev.vitrine.bench.load.RandomEntries;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.options.ReportOptions;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.bench.peer.ServerOptions;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.ReportFolder;
import dev.vitrine.bench.report.Table;
import dev.vitrine.v1.Stage;
import java.io.IOException;
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

/** {@code bench growth}. */
@Command(
    name = "growth",
    description = {
      "Fills a server of its own, as fast as it takes entries over one gRPC stream a connection,",
      "and tells for each step of the way its rate, CPU time, memory and disk: whether a large",
      "log is slower than a small one."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class GrowthCommand implements Callable<Integer> {

  private static final int CONNECTIONS = 4;
  private static final double MIB = 1 << 20;

  @Option(names = "--to", defaultValue = "100000000", description = "Entries. Default: 100000000")
  private long to;

  @Option(
      names = "--step",
      defaultValue = "2000000",
      description = "Entries in a line of the table. The first step is the warm-up.")
  private long step;

  @Option(names = "--size", defaultValue = "64", description = "Bytes in an entry. Default: 64")
  private int size;

  @Mixin private ServerOptions server;
  @Mixin private ReportOptions reports;

  @Spec private CommandSpec spec;

  /** What one step took. */
  private record Step(long size, double perSecond, double cpuMicros, long resident) {}

  @Override
  public Integer call() throws Exception {
    if (step < 1 || to < 3 * step) {
      throw Usage.error(
          spec, "--to: " + to + " (expected: at least three times --step, " + step + ")");
    }
    RandomEntries entries = Usage.check(spec, () -> new RandomEntries(size, 1));
    ReportFolder folder = reports.folder();
    Machine machine = Machine.here();
    Path work = Files.createTempDirectory("vitrine-bench");
    try (RunningLog log = server.start(work)) {
      List<Step> steps = fill(log, entries);
      long disk = log.diskBytes();
      report(folder, machine, steps, (double) disk / to);
      return 0;
    } finally {
      DiskUse.delete(work);
    }
  }

  private List<Step> fill(RunningLog log, RandomEntries entries)
      throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    try (Target target = Via.stream.open(log.endpoint(), CONNECTIONS, Stage.STAGE_DURABLE)) {
      for (long from = 0; from < to; from += step) {
        long count = Math.min(step, to - from);
        long cpu = log.cpuMicros();
        long start = System.nanoTime();
        Fill.append(target, entries, from, count);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuMicros = (double) (log.cpuMicros() - cpu) / count;
        steps.add(new Step(from + count, count / seconds, cpuMicros, log.residentBytes()));
        spec.commandLine().getErr().println(steps.get(steps.size() - 1));
      }
    }
    log.awaitSize(to);
    return steps;
  }

  private void report(ReportFolder folder, Machine machine, List<Step> steps, double diskPerEntry)
      throws IOException {
    Table table = Table.of("entries", "acknowledged/s", "server µs/entry", "RSS MiB");
    for (Step done : steps) {
      table.row(
          done.size(),
          Numbers.text(done.perSecond()),
          Numbers.text(done.cpuMicros()),
          Numbers.text(done.resident() / MIB));
    }
    int part = Math.max(1, (steps.size() - 1) / 10);
    double early = median(steps.subList(1, 1 + part));
    double late = median(steps.subList(steps.size() - part, steps.size()));
    String text =
        String.join(
            "\n\n",
            machine.text(),
            table.text(),
            "rate of the last tenth to the first one after the warm-up (medians): "
                + Numbers.text(late / early)
                + " ×; bytes on disk an entry, just after the last: "
                + Numbers.text(diskPerEntry));
    PrintWriter print = spec.commandLine().getOut();
    print.println(text);
    print.println("written: " + folder.write("growth.md", text));
    print.flush();
  }

  private static double median(List<Step> steps) {
    double[] rates = steps.stream().mapToDouble(Step::perSecond).sorted().toArray();
    return rates[rates.length / 2];
  }
}
