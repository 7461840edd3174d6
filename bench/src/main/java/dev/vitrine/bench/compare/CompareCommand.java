package dev.vitrine.bench.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.load.LatencyPlots;
import dev.vitrine.bench.load.LoadResult;
import dev.vitrine.bench.load.PlanOptions;
import dev.vitrine.bench.options.ReportOptions;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.bench.peer.TesseraServer;
import dev.vitrine.bench.peer.VitrineServer;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench compare}. */
@Command(
    name = "compare",
    description = {
      "Vitrine and its peers under the same client, in turns.",
      "Exit code 1: an entry that Vitrine acknowledged failed or is not where it said."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class CompareCommand implements Callable<Integer> {

  @Mixin private PlanOptions plans;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds; the median counts. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--tessera", description = "Tessera's POSIX conformance server.")
  private @Nullable Path tessera;

  @Option(names = "--antispam", description = "Also Tessera with its duplicate detection.")
  private boolean antispam;

  @Option(names = "--nginx", description = "nginx, for the reads.")
  private @Nullable Path nginx;

  @Option(names = "--wrk", description = "wrk, for the reads.")
  private @Nullable Path wrk;

  @Option(names = "--no-appends", description = "Leave the appends out.")
  private boolean noAppends;

  @Option(names = "--no-reads", description = "Leave the reads out.")
  private boolean noReads;

  @Option(
      names = "--set",
      description = "A setting of Vitrine for the appends, such as batch.entries=1024.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Mixin private ReportOptions reports;

  @Spec private CommandSpec spec;

  private final StringBuilder text = new StringBuilder();
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  @Override
  public Integer call() throws Exception {
    if (rounds < 1) {
      throw Usage.error(spec, "--rounds: " + rounds + " (expected: 1 or more)");
    }
    plans.require();
    ReportFolder folder = reports.folder();
    Machine machine = Machine.here();
    text.append(machine.text()).append("\n\n");
    json.set("machine", machine.json());
    boolean sound = noAppends || compareAppends(folder);
    if (!noReads) {
      compareReads();
    }
    PrintWriter print = spec.commandLine().getOut();
    print.println(text);
    print.println("written: " + folder.write("compare.md", text.toString()));
    print.println("written: " + folder.write("compare.json", json));
    print.flush();
    return sound ? 0 : 1;
  }

  private boolean compareAppends(ReportFolder folder) throws Exception {
    List<Peer> peers = new ArrayList<>();
    peers.add(new Peer("vitrine", work -> VitrineServer.start(work, settings, List.of())));
    Path binary = tessera;
    if (binary == null) {
      text.append("NOT COMPARED: Tessera (expected: Go on the PATH, to install it with)\n\n");
    } else {
      peers.add(new Peer("tessera", work -> TesseraServer.start(binary, work, false)));
      if (antispam) {
        peers.add(
            new Peer("tessera with antispam", work -> TesseraServer.start(binary, work, true)));
      }
    }
    AppendReport report =
        new AppendReport(new AppendRounds(peers, plans, rounds, this::progress).run());
    text.append(report.text()).append('\n');
    json.set("appends", report.json());
    Map<String, LoadResult> last = new LinkedHashMap<>();
    report.runs().forEach((name, runs) -> last.put(name, runs.get(0).measurement().result()));
    folder.write("latency.svg", LatencyPlots.byPercentile(last));
    return report.sound();
  }

  private void compareReads() throws Exception {
    Path server = nginx;
    Path client = wrk;
    if (server == null || client == null) {
      String missing = server == null ? client == null ? "nginx, wrk" : "nginx" : "wrk";
      text.append("NOT COMPARED: reads; missing: ").append(missing).append('\n');
      return;
    }
    Wrk generator = new Wrk(client, 32, 6);
    ReadReport report =
        new ReadReport(new ReadRounds(server, generator, rounds, this::progress).run());
    text.append(report.text());
    json.set("reads", report.json());
  }

  private void progress(String step) {
    spec.commandLine().getErr().println(step);
  }
}
