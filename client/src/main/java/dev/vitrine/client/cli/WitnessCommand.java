package dev.vitrine.client.cli;

import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.Gossip;
import dev.vitrine.client.gossip.GossipPeer;
import dev.vitrine.client.gossip.GossipRoutes;
import dev.vitrine.client.http.Address;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.witness.AddressLimit;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.RateLimit;
import dev.vitrine.client.witness.SeenHeads;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.client.witness.Witness;
import dev.vitrine.client.witness.WitnessRoutes;
import dev.vitrine.client.witness.WitnessedLog;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine witness}. */
@Command(
    name = "witness",
    mixinStandardHelpOptions = true,
    description = "Cosigns the checkpoints of logs that only grow (C2SP tlog-witness).")
final class WitnessCommand implements Callable<Integer> {
  private static final double DEFAULT_RATE = 20;

  @Option(names = "--state", required = true, description = "Folder for what was cosigned.")
  private Path state;

  @Option(
      names = "--key",
      required = true,
      description = "File of a private cosignature key (type 04 or 06); repeat for more.")
  private List<Path> keys;

  @Option(
      names = "--log",
      description = "vkey of a log to cosign; repeat for more. All keys of one name are one log's.")
  private List<String> logs = List.of();

  @Option(
      names = "--logs",
      description = {
        "File or URL of a logs/v0 list, read at the start; repeat for more.",
        "Logs once learned from a list are cosigned for ever."
      })
  private List<String> lists = List.of();

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:7380",
      description = "Default: ${DEFAULT-VALUE}.")
  private String listen;

  @Option(names = "--prefix", defaultValue = "", description = "Path before the resources.")
  private String prefix;

  @Option(
      names = "--rate",
      description =
          "Checkpoints a second of one log named by --log (default: " + DEFAULT_RATE + ").")
  private double rate = DEFAULT_RATE;

  @Option(
      names = "--address-rate",
      description = {
        "Posts a second from one address, whatever they hold (default: no limit).",
        "Behind a proxy all posts come from one address."
      })
  private double addressRate;

  @Option(
      names = "--burst",
      defaultValue = "100",
      description = "Checkpoints at once (default: 100).")
  private int burst;

  @Option(names = "--threads", defaultValue = "32", description = "Requests at once (default: 32).")
  private int threads;

  @Option(names = "--peer", description = "URL of a party to gossip with; repeat for more.")
  private List<URI> peers = List.of();

  @Option(
      names = "--interval",
      defaultValue = "PT5S",
      description = "Pause between rounds of gossip (default: PT5S).")
  private Duration interval;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, UsageException {
    EvidenceFolder evidence = new EvidenceFolder(state.resolve("evidence"));
    SeenHeads seen = new SeenHeads(evidence);
    try (Witness witness = Witness.open(cosigner(), state, burst, InstantSource.system(), seen)) {
      Gossip gossip = gossip(witness, seen, evidence);
      try (HttpEndpoint endpoint = start(witness, gossip.routes())) {
        PrintWriter out = spec.commandLine().getOut();
        witness.cosigner().verifierKeys().forEach(key -> out.println("vkey " + key));
        witness.watched().forEach(log -> out.println("log " + log.origin()));
        out.println("listening on " + endpoint.url() + prefix);
        out.flush();
        while (true) {
          round(gossip);
          TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        }
      }
    }
  }

  /** Whatever becomes of the gossip, the witness goes on cosigning. */
  private void round(Gossip gossip) {
    try {
      gossip.round();
    } catch (IOException e) {
      spec.commandLine().getErr().println("gossip: " + e.getMessage());
    }
  }

  private Gossip gossip(Witness witness, SeenHeads seen, EvidenceFolder evidence)
      throws IOException, UsageException {
    List<WitnessedLog> held = new ArrayList<>();
    WatchedLogs named =
        new WatchedLogs(logs, rate, lists, witness.cosigner().name(), spec.commandLine().getErr());
    for (WatchedLog log : named.read(state)) {
      witness.watch(log);
      witness.latest(log.originHash()).ifPresent(head -> seen.cosigned(log, head));
      held.add(new WitnessedLog(log, seen));
    }
    return new Gossip(held, GossipPeer.all(peers), evidence);
  }

  private HttpEndpoint start(Witness witness, GossipRoutes gossip) throws IOException {
    WitnessRoutes routes = new WitnessRoutes(witness, prefix);
    Handler all =
        request ->
            request.path().startsWith("/gossip/") ? gossip.handle(request) : routes.handle(request);
    return HttpEndpoint.start(
        address(),
        threads,
        addressRate > 0
            ? new AddressLimit(all, new RateLimit(burst, System::nanoTime), addressRate)
            : all);
  }

  private Cosigner cosigner() throws IOException {
    List<SignerKey> signers = new ArrayList<>();
    for (Path file : keys) {
      signers.add(signer(file));
    }
    try {
      return new Cosigner(signers);
    } catch (IllegalArgumentException e) {
      throw usage("--key: " + e.getMessage());
    }
  }

  private SignerKey signer(Path file) throws IOException {
    try {
      return SignerKey.parse(Files.readString(file).strip());
    } catch (NoteFormatException e) {
      throw usage("--key " + file + ": " + e.getMessage());
    }
  }

  private InetSocketAddress address() {
    try {
      return Address.parse(listen);
    } catch (IllegalArgumentException e) {
      throw usage("--listen: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
