package dev.vitrine.client.cli;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.gossip.GossipPeer;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyLog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine evidence fetch}: asks those who watch a log whether they caught it lying. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "Ask witnesses and monitors for evidence against the logs of a policy.",
      "Every file is verified here; nobody asked is believed.",
      "Exit code 0: everybody answered, and none of them has any. 13: a log forked.",
      "1: somebody could not be asked, and the others have none."
    })
final class EvidenceFetchCommand implements Callable<Integer> {
  private static final int FORKED = 13;

  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "URL",
      description = "Where witnesses and monitors gossip.")
  private List<URI> peers;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The logs, a C2SP tlog-policy file. Default: $VITRINE_POLICY.")
  private @Nullable Path policyFile;

  @Option(
      names = "--vkey",
      paramLabel = "VKEY|FILE",
      description = "Instead of a policy: a key of the log. May be repeated.")
  private List<String> vkeys = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the files that prove a fork. Default: the current one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "For each answer. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  private final List<String> files = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> forked = new ArrayList<>();
  private int ofNoLog;

  @Override
  public Integer call() throws IOException, UsageException {
    Policy policy = Policies.read(Optional.ofNullable(policyFile), vkeys);
    for (URI peer : peers) {
      try {
        ask(new GossipPeer(peer, Duration.ofSeconds(timeoutSeconds)), policy);
      } catch (IOException e) {
        failures.add(peer + ": " + e.getMessage());
      }
    }
    output.print(answer());
    return forked.isEmpty() ? (failures.isEmpty() ? 0 : 1) : FORKED;
  }

  private void ask(GossipPeer peer, Policy policy) throws IOException {
    for (String id : peer.evidenceIds()) {
      byte[] bytes = peer.evidence(id);
      try {
        ForkEvidence evidence = ForkEvidence.parse(new String(bytes, StandardCharsets.UTF_8));
        evidence.verify();
        take(evidence, id, bytes, policy);
      } catch (EvidenceException | FormatNewerException | IllegalArgumentException e) {
        failures.add(peer.url() + ": " + id + " proves nothing: " + e.getMessage());
      }
    }
  }

  /** Only what a key of the policy's logs signed says something here. */
  private void take(ForkEvidence evidence, String id, byte[] bytes, Policy policy)
      throws IOException {
    List<PolicyLog> logs =
        policy.logs().stream().filter(log -> log.origin().equals(evidence.origin())).toList();
    if (!evidence.accuses(logs.stream().map(PolicyLog::key).toList())) {
      ofNoLog++;
      return;
    }
    Path file = Files.createDirectories(folder).resolve(id + ".fork");
    new AtomicFile(file).write(bytes);
    if (!files.contains(file.toString())) {
      files.add(file.toString());
    }
    if (!forked.contains(evidence.origin())) {
      forked.add(evidence.origin());
    }
  }

  private Answer answer() {
    Answer answer =
        forked.isEmpty()
            ? Answer.of("NO EVIDENCE", "nobody who answered has evidence against these logs")
                .notProven("that no log forked: silence is no evidence")
            : Answer.of("LOG FORKED", String.join(", ", forked) + " signed two histories");
    return answer
        .fact("asked", peers.size())
        .fact("files", files)
        .fact("ofOtherLogs", ofNoLog)
        .fact("failures", failures);
  }
}
