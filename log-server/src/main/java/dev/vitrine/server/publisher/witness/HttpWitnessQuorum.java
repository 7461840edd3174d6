package dev.vitrine.server.publisher.witness;

import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyLog;
import dev.vitrine.policy.PolicyWitness;
import dev.vitrine.server.publisher.WitnessQuorum;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The witnesses of a tlog-policy, asked over HTTP; see the package. */
public final class HttpWitnessQuorum implements WitnessQuorum {
  /** Time for one request to a witness. */
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);

  // Proofs block on the store and signatures are checked here; both are short.
  private static final int THREADS = 4;

  private final Policy policy;
  private final Duration requestTimeout;
  private final ExecutorService executor;
  private final List<WitnessClient> witnesses;
  private final LargestSigned largestSigned = new LargestSigned();
  private final CosignedHeads cosignedHeads;

  /**
   * @param policy names this log's keys, the witnesses with their URLs and the quorum; witnesses
   *     without a URL are not asked
   */
  public HttpWitnessQuorum(
      Policy policy, Duration requestTimeout, WitnessObserver observer, LongSupplier unixSeconds) {
    this.policy = policy;
    this.requestTimeout = requestTimeout;
    this.executor = executor();
    PeerHttp http = new PeerHttp(requestTimeout, executor);
    this.witnesses =
        peers(policy).stream()
            .map(
                peer ->
                    new WitnessClient(peer, http, executor, largestSigned, observer, unixSeconds))
            .toList();
    this.cosignedHeads = new CosignedHeads(policy, http);
  }

  @Override
  public CompletableFuture<List<NoteSignature>> cosign(SignedCheckpoint signed, Proofs proofs) {
    largestSigned.signed(signed.checkpoint().size());
    SignedCheckpoint bare =
        LogSignatures.only(signed, policy.logs().stream().map(PolicyLog::key).toList());
    Collected collected = new Collected(witnesses.size(), policy::quorumMet);
    collected.judge();
    for (WitnessClient witness : witnesses) {
      witness
          .cosign(bare, proofs)
          .whenComplete(
              (signatures, failure) -> {
                if (failure == null) {
                  collected.answered(witness.peer().name(), signatures);
                } else {
                  collected.failed(failure);
                }
              });
    }
    // A first answer and the one after a conflict, and some room.
    long limitMillis = requestTimeout.toMillis() * 3;
    CompletableFuture.delayedExecutor(limitMillis, TimeUnit.MILLISECONDS, executor)
        .execute(() -> collected.giveUp("no more answers within " + limitMillis + " ms"));
    return collected.result();
  }

  @Override
  public OptionalLong cosignedSize() {
    return cosignedHeads.largest(witnesses.stream().map(WitnessClient::peer).toList());
  }

  @Override
  public List<WitnessState> states() {
    return witnesses.stream().map(WitnessClient::state).toList();
  }

  WitnessState state(String name) {
    return witnesses.stream()
        .map(WitnessClient::state)
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static List<WitnessPeer> peers(Policy policy) {
    return policy.witnesses().stream().flatMap(witness -> peer(witness).stream()).toList();
  }

  private static Optional<WitnessPeer> peer(PolicyWitness witness) {
    return witness
        .url()
        .map(url -> new WitnessPeer(witness.name(), witness.key(), URI.create(url)));
  }

  private static ExecutorService executor() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        THREADS,
        task -> {
          Thread thread = new Thread(task, "witness-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
