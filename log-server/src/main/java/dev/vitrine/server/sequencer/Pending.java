package dev.vitrine.server.sequencer;

import dev.vitrine.admission.Candidate;
import java.util.concurrent.CompletableFuture;

/** A checked entry that waits for its place. */
record Pending(Candidate candidate, CompletableFuture<Appended> answer, long offeredNanos) {
  /** Who is charged; all whose issuer is not proven are one. */
  String account() {
    return candidate.account().orElse("");
  }

  int bytes() {
    return candidate.entry().length;
  }
}
