package dev.vitrine.server.publisher.witness;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.publisher.LogContradictedException;
import dev.vitrine.server.publisher.WitnessQuorum.Proofs;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import dev.vitrine.server.publisher.witness.WitnessObserver.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Asks one witness, one question at a time; see the package for what its answers mean. */
final class WitnessClient {
  private final WitnessPeer peer;
  private final PeerHttp http;
  private final Executor executor;
  private final LargestSigned largestSigned;
  private final WitnessObserver observer;
  private final LongSupplier unixSeconds;

  // All guarded by this.
  private Optional<Question> running = Optional.empty();
  private Optional<Question> waiting = Optional.empty();
  private Rest rest = Rest.none();
  private long rememberedSize;
  private long cosignedSize = -1;
  private long lastSuccess;
  private String lastError = "";

  WitnessClient(
      WitnessPeer peer,
      PeerHttp http,
      Executor executor,
      LargestSigned largestSigned,
      WitnessObserver observer,
      LongSupplier unixSeconds) {
    this.peer = peer;
    this.http = http;
    this.executor = executor;
    this.largestSigned = largestSigned;
    this.observer = observer;
    this.unixSeconds = unixSeconds;
  }

  WitnessPeer peer() {
    return peer;
  }

  synchronized WitnessState state() {
    return new WitnessState(
        peer.name(), peer.url().toString(), cosignedSize, lastSuccess, lastError);
  }

  /**
   * Asks for cosignatures; ends within the HTTP timeout twice, or with the question that replaces
   * it.
   *
   * @return verified lines of this witness, at least one
   */
  CompletableFuture<List<NoteSignature>> cosign(SignedCheckpoint signed, Proofs proofs) {
    Question question = new Question(signed, proofs, new CompletableFuture<>());
    Optional<Question> replaced;
    synchronized (this) {
      if (!rest.isOver(System.nanoTime())) {
        return CompletableFuture.failedFuture(
            new WitnessRefusalException(peer.name() + " rests after: " + lastError));
      }
      replaced = waiting;
      waiting = Optional.of(question);
    }
    replaced.ifPresent(old -> old.fail(peer.name() + ": replaced by a newer checkpoint"));
    next();
    return question.answer();
  }

  private void next() {
    Question question;
    synchronized (this) {
      if (running.isPresent() || waiting.isEmpty()) {
        return;
      }
      question = waiting.get();
      running = waiting;
      waiting = Optional.empty();
    }
    long started = System.nanoTime();
    ask(question, true)
        .whenComplete(
            (signatures, failure) -> {
              finish(question, failure, Duration.ofNanos(System.nanoTime() - started));
              if (failure == null) {
                question.answer().complete(signatures);
              } else {
                question.answer().completeExceptionally(unwrap(failure));
              }
              next();
            });
  }

  private synchronized void finish(Question question, Throwable failure, Duration took) {
    running = Optional.empty();
    if (failure == null) {
      rememberedSize = question.size();
      cosignedSize = Math.max(cosignedSize, question.size());
      lastSuccess = unixSeconds.getAsLong();
      lastError = "";
      rest = Rest.none();
      observer.answered(peer.name(), Outcome.COSIGNED, took);
      return;
    }
    Throwable cause = unwrap(failure);
    lastError = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    Duration asked =
        cause instanceof WitnessRefusalException refusal ? refusal.retryAfter() : Duration.ZERO;
    rest = rest.after(asked, System.nanoTime());
    observer.answered(peer.name(), outcome(cause), took);
  }

  private static Outcome outcome(Throwable cause) {
    if (cause instanceof LogContradictedException) {
      return Outcome.CONTRADICTED;
    }
    return cause instanceof WitnessRefusalException ? Outcome.REFUSED : Outcome.UNREACHABLE;
  }

  private CompletableFuture<List<NoteSignature>> ask(Question question, boolean mayRetry) {
    long oldSize = Math.min(remembered(), question.size());
    return CompletableFuture.supplyAsync(() -> request(question, oldSize), executor)
        .thenCompose(body -> http.addCheckpoint(peer, body))
        .thenComposeAsync(answer -> judge(question, oldSize, answer, mayRetry), executor);
  }

  private synchronized long remembered() {
    return rememberedSize;
  }

  private static byte[] request(Question question, long oldSize) {
    try {
      ConsistencyProof proof = question.proofs().consistency(oldSize, question.size());
      return AddCheckpointBody.encode(oldSize, proof, question.signed());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<List<NoteSignature>> judge(
      Question question, long oldSize, WitnessAnswer answer, boolean mayRetry) {
    try {
      if (answer.status() == 200) {
        return CompletableFuture.completedFuture(
            CosignatureLines.verify(question.signed(), answer.body(), peer));
      }
      OptionalLong size = answer.conflictSize();
      if (size.isPresent()) {
        return conflict(question, size.getAsLong(), mayRetry);
      }
      throw refusal(question, oldSize, answer);
    } catch (WitnessRefusalException | LogContradictedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<List<NoteSignature>> conflict(
      Question question, long witnessSize, boolean mayRetry)
      throws LogContradictedException, WitnessRefusalException {
    if (witnessSize > largestSigned.get()) {
      throw new LogContradictedException(
          String.format(
              "witness %s cosigned size %d of this log (expected: <= %d, the largest size signed here):"
                  + " the store was rolled back, or another instance signs with the log's key",
              peer.name(), witnessSize, largestSigned.get()));
    }
    if (witnessSize > question.size() || !mayRetry) {
      throw new WitnessRefusalException(
          peer.name() + " is at size " + witnessSize + " (expected: <= " + question.size() + ")");
    }
    synchronized (this) {
      rememberedSize = witnessSize;
    }
    observer.answered(peer.name(), Outcome.CONFLICT, Duration.ZERO);
    return ask(question, false);
  }

  private WitnessRefusalException refusal(Question question, long oldSize, WitnessAnswer answer)
      throws LogContradictedException {
    boolean otherRoot = answer.status() == 422 || answer.status() == 409;
    if (otherRoot && oldSize == question.size() && oldSize > 0) {
      throw new LogContradictedException(
          String.format(
              "witness %s holds another root than %s for size %d of this log: %s",
              peer.name(), question.signed().checkpoint().root(), oldSize, answer.summary()));
    }
    return new WitnessRefusalException(
        peer.name() + ": " + answer.summary() + " (expected: status 200)", answer.retryAfter());
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? unwrap(cause) : failure;
  }

  private record Question(
      SignedCheckpoint signed, Proofs proofs, CompletableFuture<List<NoteSignature>> answer) {
    long size() {
      return signed.checkpoint().size();
    }

    void fail(String why) {
      answer.completeExceptionally(new WitnessRefusalException(why));
    }
  }
}
