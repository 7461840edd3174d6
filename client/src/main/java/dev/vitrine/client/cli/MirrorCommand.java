package dev.vitrine.client.cli;

import dev.vitrine.client.durable.FolderLock;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.Gossip;
import dev.vitrine.client.gossip.GossipPeer;
import dev.vitrine.client.gossip.GossipRoutes;
import dev.vitrine.client.http.Address;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.mirror.LogMirror;
import dev.vitrine.client.mirror.MirrorFolder;
import dev.vitrine.client.mirror.MirrorRoutes;
import dev.vitrine.client.mirror.MirroredLog;
import dev.vitrine.client.mirror.PushRoutes;
import dev.vitrine.client.mirror.PushedLogs;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.policy.PolicyLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine mirror}. */
@Command(
    name = "mirror",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps verified copies of logs and serves them as tiles (C2SP tlog-mirror).",
      "A log with a URL in the policy is pulled; one without is pushed by others."
    },
    subcommands = MirrorPushCommand.class)
final class MirrorCommand implements Callable<Integer> {
  /** Checkpoints a second, on average, that are taken of one log. */
  private static final double RATE = 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  // Not required by the parser, which would ask for them before a subcommand too.
  @Option(names = "--policy", description = "tlog-policy file with the logs (required).")
  private @Nullable Path policyFile;

  @Option(names = "--state", description = "Folder for the copies (required).")
  private @Nullable Path state;

  @Option(
      names = "--key",
      description = "File of a private cosignature key of the mirror; repeat for more.")
  private List<Path> keys = List.of();

  @Option(names = "--listen", description = "HOST:PORT on which to serve the copies.")
  private @Nullable String listen;

  @Option(
      names = "--peer",
      description = {
        "URL of a party to gossip with: monitor, witness or mirror; repeat for more.",
        "A mirror is also asked for what the log refuses to show."
      })
  private List<URI> peers = List.of();

  @Option(names = "--interval", defaultValue = "PT2S", description = "Pause between pulls.")
  private Duration interval;

  @Option(names = "--once", description = "Pull once, then end.")
  private boolean once;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (policyFile == null || state == null) {
      throw usage("--policy and --state: missing (expected: both, or the command push)");
    }
    Map<String, List<PolicyLog>> logs = logs(policyFile);
    Optional<Cosigner> cosigner = cosigner();
    try (FolderLock lock = FolderLock.acquire(state)) {
      Map<String, LogMirror> pulled = pulled(state, logs, cosigner);
      EvidenceFolder evidence = new EvidenceFolder(state.resolve("evidence"));
      Map<String, MirroredLog> held = held(state, logs, evidence);
      Gossip gossip = new Gossip(List.copyOf(held.values()), GossipPeer.all(peers), evidence);
      Optional<PushRoutes> pushed = pushed(state, logs, cosigner, gossip);
      if (listen == null) {
        return run(pulled, held, gossip);
      }
      HttpEndpoint served = serve(listen, gossip.routes(), pushed, new MirrorRoutes(state));
      try (served) {
        spec.commandLine().getErr().println("listening on " + served.url());
        return run(pulled, held, gossip);
      }
    }
  }

  /** The copies as the gossip sees them. */
  private Map<String, MirroredLog> held(
      Path folder, Map<String, List<PolicyLog>> logs, EvidenceFolder evidence) {
    Map<String, MirroredLog> held = new LinkedHashMap<>();
    for (Map.Entry<String, List<PolicyLog>> log : logs.entrySet()) {
      List<RemoteLog> others = new ArrayList<>();
      List<URI> urls = urls(log.getValue());
      if (!urls.isEmpty()) {
        others.add(new RemoteLog(urls, TIMEOUT));
      }
      others.addAll(MirroredLog.copies(peers, log.getKey(), TIMEOUT));
      Path copy = folder.resolve(WatchedLog.originHash(log.getKey()));
      held.put(log.getKey(), new MirroredLog(keys(log.getValue()), copy, others, evidence));
    }
    return held;
  }

  private static HttpEndpoint serve(
      String listen, GossipRoutes gossip, Optional<PushRoutes> pushed, MirrorRoutes copies)
      throws IOException {
    return HttpEndpoint.start(
        Address.parse(listen),
        16,
        request -> {
          if (request.path().startsWith("/gossip/")) {
            return gossip.handle(request);
          }
          return pushed.isPresent() && pushed.get().handles(request.path())
              ? pushed.get().handle(request)
              : copies.handle(request);
        });
  }

  private int run(Map<String, LogMirror> mirrors, Map<String, MirroredLog> held, Gossip gossip)
      throws IOException, InterruptedException {
    while (true) {
      boolean all = true;
      for (Map.Entry<String, LogMirror> mirror : mirrors.entrySet()) {
        all &= pull(Objects.requireNonNull(held.get(mirror.getKey())), mirror.getValue());
      }
      gossip.round();
      if (once) {
        return all ? 0 : 1;
      }
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    }
  }

  private boolean pull(MirroredLog held, LogMirror mirror) throws IOException {
    try {
      spec.commandLine().getOut().println(mirror.pull());
      spec.commandLine().getOut().flush();
      return true;
    } catch (ForkException e) {
      held.forked(e);
      spec.commandLine().getErr().println(held.origin() + ": " + e.getMessage());
    } catch (IOException | NoteFormatException | NoteVerificationException e) {
      spec.commandLine().getErr().println(held.origin() + ": " + e.getMessage());
    }
    return false;
  }

  private static Map<String, LogMirror> pulled(
      Path folder, Map<String, List<PolicyLog>> logs, Optional<Cosigner> cosigner)
      throws IOException {
    Map<String, LogMirror> mirrors = new LinkedHashMap<>();
    for (Map.Entry<String, List<PolicyLog>> log : logs.entrySet()) {
      List<URI> urls = urls(log.getValue());
      if (!urls.isEmpty()) {
        MirrorFolder copy = new MirrorFolder(folder.resolve(WatchedLog.originHash(log.getKey())));
        RemoteLog remote = new RemoteLog(urls, TIMEOUT);
        mirrors.put(
            log.getKey(),
            new LogMirror(keys(log.getValue()), remote, copy, cosigner, InstantSource.system()));
      }
    }
    return mirrors;
  }

  private Optional<PushRoutes> pushed(
      Path folder, Map<String, List<PolicyLog>> logs, Optional<Cosigner> cosigner, Gossip gossip)
      throws IOException {
    List<WatchedLog> watched =
        logs.entrySet().stream()
            .filter(log -> urls(log.getValue()).isEmpty())
            .map(log -> new WatchedLog(log.getKey(), keys(log.getValue()), RATE))
            .toList();
    if (cosigner.isEmpty() || listen == null) {
      if (!watched.isEmpty()) {
        throw usage(
            "--policy: log "
                + watched.get(0).origin()
                + " has no URL (expected: --key and --listen, with which it can be pushed)");
      }
      return Optional.empty();
    }
    PushedLogs pushed =
        new PushedLogs(
            cosigner.get(),
            folder,
            InstantSource.system(),
            (log, head) -> gossip.offer(List.of(head)));
    for (WatchedLog log : watched) {
      pushed.accept(log);
    }
    return Optional.of(new PushRoutes(pushed));
  }

  private static List<URI> urls(List<PolicyLog> logs) {
    return logs.stream().flatMap(log -> log.url().stream()).distinct().map(URI::create).toList();
  }

  private static List<VerifierKey> keys(List<PolicyLog> logs) {
    return logs.stream().map(PolicyLog::key).toList();
  }

  private Optional<Cosigner> cosigner() throws IOException {
    List<SignerKey> signers = new ArrayList<>();
    for (Path file : keys) {
      signers.add(signer(file));
    }
    try {
      return signers.isEmpty() ? Optional.empty() : Optional.of(new Cosigner(signers));
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

  private Map<String, List<PolicyLog>> logs(Path file) throws IOException {
    try {
      return Policy.parse(Files.readAllBytes(file)).logs().stream()
          .collect(
              Collectors.groupingBy(PolicyLog::origin, LinkedHashMap::new, Collectors.toList()));
    } catch (PolicyFormatException e) {
      throw usage("--policy " + file + ": " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
