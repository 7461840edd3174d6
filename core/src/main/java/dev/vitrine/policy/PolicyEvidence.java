package dev.vitrine.policy;

import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.Cosignature;
import java.util.List;

/**
 * What a policy found good about a checkpoint.
 *
 * @param checkpoint the checkpoint accepted
 * @param logSignatures verified signatures of listed keys of its origin, at least one
 * @param witnesses every listed witness whose cosignature verified, whether the quorum needed it or
 *     not
 */
public record PolicyEvidence(
    Checkpoint checkpoint, List<Cosignature> logSignatures, List<Witnessed> witnesses) {
  /**
   * One witness and what it signed.
   *
   * @param witness as the policy lists it
   * @param cosignature with the time it stated, never 0
   */
  public record Witnessed(PolicyWitness witness, Cosignature cosignature) {}

  /** Takes copies of the lists. */
  public PolicyEvidence {
    logSignatures = List.copyOf(logSignatures);
    witnesses = List.copyOf(witnesses);
  }
}
