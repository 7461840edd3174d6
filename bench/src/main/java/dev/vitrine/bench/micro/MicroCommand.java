package dev.vitrine.bench.micro;

import dev.vitrine.bench.options.ReportOptions;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench micro}. */
@Command(
    name = "micro",
    description = "Micro-benchmarks of the core, with their targets. Exit code 1: a target missed.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class MicroCommand implements Callable<Integer> {

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds; about 2 minutes each. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--quick", description = "Fewer and shorter iterations: for a first look.")
  private boolean quick;

  @Option(
      names = "--filter",
      defaultValue = "",
      description = "Only benchmarks whose name contains this regular expression.")
  private String filter;

  @Mixin private ReportOptions reports;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (rounds < 1) {
      throw Usage.error(spec, "--rounds: " + rounds + " (expected: 1 or more)");
    }
    Usage.check(spec, () -> Pattern.compile(filter));
    ReportFolder folder = reports.folder();
    PrintWriter print = spec.commandLine().getOut();
    Machine machine = Machine.here();
    List<Round> done = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      print.println("round " + i + " of " + rounds + " …");
      print.flush();
      done.add(new MicroRunner(filter, quick).round());
    }
    MicroReport report = new MicroReport(machine, done);
    print.println(report.text());
    print.println("written: " + folder.write("micro.md", report.text()));
    print.println("written: " + folder.write("micro.json", report.json()));
    print.flush();
    return report.misses().isEmpty() ? 0 : 1;
  }
}
