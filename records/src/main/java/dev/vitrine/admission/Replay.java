package dev.vitrine.admission;

import java.time.Instant;
import java.util.Arrays;

/**
 * Runs admission over a log again: what a monitor, an auditor or a replica does. Every entry of an
 * honest log is admitted, and the state hash at a size is the server's.
 *
 * <p>The log does not hold the server's clock. Each record is therefore decided at the time it
 * names itself, so that the rule on {@code issuedAt} cannot fail here; whoever holds cosigned
 * checkpoints compares {@link Verdict#claimedTime} with their times. No other rule looks at a
 * clock.
 */
public final class Replay {
  private final Admission admission;
  private final StateStore state;
  private long index;

  /**
   * @param admission the rules; must read its keys from {@code state}
   * @param state what the replay reached so far, empty at first; only the replay writes to it
   */
  public Replay(Admission admission, StateStore state) {
    this.admission = admission;
    this.state = state;
    this.index = StateHead.of(state).size();
  }

  /**
   * What the rules say of one entry.
   *
   * @param index the entry's index
   * @param claimedTime when the record says it was issued; the epoch where it says nothing
   * @param decision an honest log has {@link Decision.Admitted} only
   */
  public record Verdict(long index, Instant claimedTime, Decision decision) {}

  /** Decides the next entry. After anything but an admission the replay cannot go on. */
  public Verdict next(byte[] entry) {
    Verdict verdict = decide(entry);
    if (verdict.decision() instanceof Decision.Admitted admitted) {
      state.apply(admitted.writes());
      index++;
    }
    return verdict;
  }

  private Verdict decide(byte[] entry) {
    try {
      Candidate candidate = admission.check(entry);
      if (!Arrays.equals(candidate.entry(), entry)) {
        // A server takes DSSE JSON too, but must have stored the protobuf form.
        throw Reason.ENVELOPE_NOT_CANONICAL.refuse(
            "",
            entry.length + " bytes",
            "the protobuf form, " + candidate.entry().length + " bytes");
      }
      Instant time = candidate.issuedAt().orElse(Instant.EPOCH);
      return new Verdict(index, time, admission.admit(state, candidate, index, time));
    } catch (RejectionException e) {
      return new Verdict(index, Instant.EPOCH, new Decision.Rejected(e.rejection()));
    }
  }

  /** Number of entries admitted and the chained hash of their changes. */
  public StateHead head() {
    return StateHead.of(state);
  }
}
