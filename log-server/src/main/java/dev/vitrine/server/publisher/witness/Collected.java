package dev.vitrine.server.publisher.witness;

import dev.vitrine.note.NoteSignature;
import dev.vitrine.server.publisher.LogContradictedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** The answers to one checkpoint as they come in, until they make a quorum or cannot any more. */
final class Collected {
  private final Predicate<Set<String>> quorum;
  private final CompletableFuture<List<NoteSignature>> result = new CompletableFuture<>();

  // Guarded by this.
  private final List<NoteSignature> signatures = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final List<String> lacking = new ArrayList<>();
  private int open;

  Collected(int witnesses, Predicate<Set<String>> quorum) {
    this.open = witnesses;
    this.quorum = quorum;
  }

  CompletableFuture<List<NoteSignature>> result() {
    return result;
  }

  synchronized void answered(String witness, List<NoteSignature> more) {
    names.add(witness);
    signatures.addAll(more);
    open--;
    judge();
  }

  synchronized void failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof LogContradictedException) {
      result.completeExceptionally(cause);
    }
    lacking.add(String.valueOf(cause.getMessage()));
    open--;
    judge();
  }

  /** Completes the result if it is decided; also before any answer, for a quorum of nobody. */
  synchronized void judge() {
    if (result.isDone()) {
      return;
    }
    if (quorum.test(Set.copyOf(names))) {
      result.complete(List.copyOf(signatures));
    } else if (open == 0) {
      result.completeExceptionally(notMet());
    }
  }

  synchronized void giveUp(String why) {
    lacking.add(why);
    result.completeExceptionally(notMet());
  }

  private QuorumNotMetException notMet() {
    return new QuorumNotMetException(
        "witness quorum not met with "
            + signatures.size()
            + " cosignatures: "
            + String.join("; ", lacking));
  }
}
