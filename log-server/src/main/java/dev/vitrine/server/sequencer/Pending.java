package dev.vitrine.server.sequencer;

import dev.vitrine.admission.Candidate;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A checked entry that waits for its place.
 *
 * @param line what it came on together with others whose order must be kept; null: alone
 */
record Pending(
    Candidate candidate,
    CompletableFuture<Appended> answer,
    @Nullable Object line,
    long offeredNanos) {

  /** Who is charged; all whose issuer is not proven are one. */
  String account() {
    return candidate.account().orElse("");
  }

  int bytes() {
    return candidate.entry().length;
  }
}
