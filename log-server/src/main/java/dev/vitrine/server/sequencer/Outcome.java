package dev.vitrine.server.sequencer;

import dev.vitrine.merkle.Hash;
import org.jspecify.annotations.Nullable;

/** What one entry will be answered once its batch is durable: a place, or a refusal. */
record Outcome(Pending pending, @Nullable Appended appended, @Nullable Throwable refusal) {
  static Outcome appended(Pending pending, long index) {
    return new Outcome(pending, new Appended(index, pending.candidate().leafHash(), false), null);
  }

  /**
   * @param leafHash of the entry at the index
   */
  static Outcome duplicate(Pending pending, long index, Hash leafHash) {
    return new Outcome(pending, new Appended(index, leafHash, true), null);
  }

  static Outcome refused(Pending pending, Throwable refusal) {
    return new Outcome(pending, null, refusal);
  }

  void answer() {
    if (refusal != null) {
      pending.answer().completeExceptionally(refusal);
    } else {
      pending.answer().complete(appended);
    }
  }
}
