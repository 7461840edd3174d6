package dev.vitrine.server.publisher.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyLog;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * What witnesses show at their monitoring prefix, taken to be their submission prefix, about this
 * log. Only heads with this log's own signature count, so that no witness can make the log believe
 * it was rolled back when it was not.
 */
final class CosignedHeads {
  private final Policy policy;
  private final PeerHttp http;

  CosignedHeads(Policy policy, PeerHttp http) {
    this.policy = policy;
    this.http = http;
  }

  /** Asks all at once; a witness that does not answer within the request timeout says nothing. */
  OptionalLong largest(List<WitnessPeer> peers) {
    List<CompletableFuture<OptionalLong>> answers =
        policy.logs().stream()
            .map(PolicyLog::origin)
            .distinct()
            .flatMap(origin -> peers.stream().map(peer -> ask(peer, origin)))
            .toList();
    return answers.stream().map(CompletableFuture::join).flatMapToLong(OptionalLong::stream).max();
  }

  private CompletableFuture<OptionalLong> ask(WitnessPeer peer, String origin) {
    URI url = peer.url().resolve(Checkpoint.originHash(origin) + "/checkpoint");
    return http.get(url)
        .thenApply(answer -> size(origin, answer))
        .exceptionally(failure -> OptionalLong.empty());
  }

  private OptionalLong size(String origin, WitnessAnswer answer) {
    if (answer.status() != 200) {
      return OptionalLong.empty();
    }
    List<VerifierKey> keys =
        policy.logs().stream()
            .filter(log -> log.origin().equals(origin))
            .map(PolicyLog::key)
            .toList();
    try {
      SignedCheckpoint head = SignedCheckpoint.parse(answer.body().getBytes(UTF_8));
      head.verify(keys);
      return head.checkpoint().origin().equals(origin)
          ? OptionalLong.of(head.checkpoint().size())
          : OptionalLong.empty();
    } catch (NoteFormatException | NoteVerificationException e) {
      return OptionalLong.empty();
    }
  }
}
