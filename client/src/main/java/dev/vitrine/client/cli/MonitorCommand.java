package dev.vitrine.client.cli;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.durable.FolderLock;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.GossipPeer;
import dev.vitrine.client.gossip.GossipRoutes;
import dev.vitrine.client.http.Address;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.mirror.MirroredLog;
import dev.vitrine.client.monitor.AlertLine;
import dev.vitrine.client.monitor.AlertSink;
import dev.vitrine.client.monitor.CommandSink;
import dev.vitrine.client.monitor.JsonLinesSink;
import dev.vitrine.client.monitor.LogMonitor;
import dev.vitrine.client.monitor.Monitor;
import dev.vitrine.client.monitor.MonitorState;
import dev.vitrine.client.monitor.MonitoredLog;
import dev.vitrine.client.monitor.Rules;
import dev.vitrine.client.monitor.TerminalSink;
import dev.vitrine.client.monitor.WebhookSink;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.policy.PolicyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine monitor}. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description = "Follows logs, verifies every entry, and alerts on what should not be.")
final class MonitorCommand implements Callable<Integer> {
  private static final int FETCHED_AHEAD = 32;

  @Option(
      names = "--policy",
      required = true,
      description = "tlog-policy file; every log line with a URL is followed.")
  private Path policyFile;

  @Option(names = "--state", required = true, description = "Folder for what is remembered.")
  private Path state;

  @Option(names = "--open", description = "Entries are not records: check hashes only.")
  private boolean open;

  @Option(names = "--ledger", description = "The vendor's releases, one JSON object a line.")
  private @Nullable Path ledger;

  @Option(
      names = "--grace",
      defaultValue = "PT1H",
      description = "Time a ledger line may be missing.")
  private Duration grace;

  @Option(
      names = "--stopped-after",
      defaultValue = "PT24H",
      description = "Alert when no entry came.")
  private Duration stoppedAfter;

  @Option(names = "--interval", defaultValue = "PT5S", description = "Pause between looks.")
  private Duration interval;

  @Option(names = "--once", description = "Look once, then end.")
  private boolean once;

  @Option(names = "--json", description = "Alerts on standard output as JSON lines.")
  private boolean json;

  @Option(names = "--alert-file", description = "Append alerts as JSON lines to this file.")
  private @Nullable Path alertFile;

  @Option(names = "--alert-command", description = "Start this for each alert.")
  private @Nullable String alertCommand;

  @Option(names = "--alert-webhook", description = "POST each alert to this URL.")
  private @Nullable URI alertWebhook;

  @Option(names = "--listen", description = "HOST:PORT on which to gossip and serve evidence.")
  private @Nullable String listen;

  @Option(
      names = "--peer",
      description = {
        "URL of a party to gossip with: monitor, witness or mirror; repeat for more.",
        "A mirror is also asked for what the log refuses to show."
      })
  private List<URI> peers = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (FolderLock lock = FolderLock.acquire(state)) {
      EvidenceFolder evidence = new EvidenceFolder(state.resolve("evidence"));
      Monitor monitor = new Monitor(logs(evidence), GossipPeer.all(peers), evidence);
      if (listen == null) {
        run(monitor);
      } else {
        GossipRoutes routes = monitor.gossip().routes();
        try (HttpEndpoint endpoint = HttpEndpoint.start(Address.parse(listen), 8, routes)) {
          err().println("gossip on " + endpoint.url());
          run(monitor);
        }
      }
    }
    return 0;
  }

  private void run(Monitor monitor) throws IOException, InterruptedException {
    do {
      monitor.round();
      if (!once) {
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      }
    } while (!once);
  }

  private List<LogMonitor> logs(EvidenceFolder evidence) throws IOException {
    Map<String, List<PolicyLog>> byOrigin = new LinkedHashMap<>();
    for (PolicyLog log : policy().logs()) {
      byOrigin.computeIfAbsent(log.origin(), origin -> new ArrayList<>()).add(log);
    }
    List<AlertSink> sinks = sinks();
    List<LogMonitor> monitors = new ArrayList<>();
    for (List<PolicyLog> logs : byOrigin.values()) {
      monitors.add(monitor(logs, sinks, evidence));
    }
    return monitors;
  }

  private LogMonitor monitor(List<PolicyLog> logs, List<AlertSink> sinks, EvidenceFolder evidence)
      throws IOException {
    List<URI> urls = logs.stream().flatMap(log -> log.url().stream()).map(URI::create).toList();
    if (urls.isEmpty()) {
      throw usage("--policy: log " + logs.get(0).origin() + " has no URL");
    }
    List<VerifierKey> keys = logs.stream().map(PolicyLog::key).toList();
    MonitoredLog log =
        new MonitoredLog(
            new RemoteLog(urls.stream().distinct().toList(), Duration.ofSeconds(30)),
            keys,
            !open,
            stoppedAfter,
            FETCHED_AHEAD,
            MirroredLog.copies(peers, keys.get(0).name(), Duration.ofSeconds(30)));
    Path folder = Files.createDirectories(state.resolve(WatchedLog.originHash(log.origin())));
    MonitorState remembered = MonitorState.open(folder);
    return new LogMonitor(
        log,
        remembered,
        Rules.standard(Optional.ofNullable(ledger), grace),
        sinks,
        InstantSource.system(),
        found -> keep(evidence, found));
  }

  private void keep(EvidenceFolder evidence, ForkEvidence found) {
    try {
      Path folder = state.resolve("evidence");
      evidence
          .keep(found)
          .ifPresent(id -> err().println("fork evidence " + folder.resolve(id + ".fork")));
    } catch (IOException e) {
      throw new UncheckedIOException("evidence could not be kept", e);
    } catch (EvidenceException e) {
      throw new IllegalStateException("evidence we made ourselves does not verify", e);
    }
  }

  private List<AlertSink> sinks() throws IOException {
    List<AlertSink> sinks = new ArrayList<>();
    sinks.add(TerminalSink.standardOutput(json ? AlertLine.JSON : AlertLine.TEXT));
    if (alertFile != null) {
      sinks.add(new JsonLinesSink(alertFile));
    }
    if (alertCommand != null) {
      sinks.add(new CommandSink(List.of("/bin/sh", "-c", alertCommand), Duration.ofSeconds(60)));
    }
    if (alertWebhook != null) {
      sinks.add(new WebhookSink(alertWebhook, Duration.ofSeconds(20)));
    }
    return sinks;
  }

  private Policy policy() throws IOException {
    try {
      return Policy.parse(Files.readAllBytes(policyFile));
    } catch (PolicyFormatException e) {
      throw usage("--policy " + policyFile + ": " + e.getMessage());
    }
  }

  private java.io.PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
