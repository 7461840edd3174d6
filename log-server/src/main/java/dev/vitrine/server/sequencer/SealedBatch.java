package dev.vitrine.server.sequencer;

import dev.vitrine.server.storage.Batch;
import dev.vitrine.tile.TileFrontier;
import java.util.List;

/** A batch ready to be stored, and what its callers will be told afterwards. */
record SealedBatch(Batch batch, List<Outcome> outcomes, TileFrontier frontier, long bytes) {
  boolean hasEntries() {
    return !batch.entries().isEmpty();
  }

  void answer() {
    outcomes.forEach(Outcome::answer);
  }

  void fail(AppendException because) {
    for (Outcome outcome : outcomes) {
      outcome.pending().answer().completeExceptionally(because);
    }
  }
}
