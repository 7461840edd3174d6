package dev.vitrine.server.sequencer;

import org.jspecify.annotations.Nullable;

/** What one entry will be answered once its batch is durable: a place, or a refusal. */
record Outcome(Pending pending, @Nullable Appended appended, @Nullable Throwable refusal) {
  static Outcome appended(Pending pending, long index, boolean duplicate) {
    return new Outcome(
        pending, new Appended(index, pending.candidate().leafHash(), duplicate), null);
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
