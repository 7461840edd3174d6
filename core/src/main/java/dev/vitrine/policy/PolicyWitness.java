package dev.vitrine.policy;

import dev.vitrine.note.VerifierKey;
import java.util.Optional;

/**
 * A witness that a policy counts.
 *
 * @param name its name in the policy, not in its key
 * @param key of type 0x04 or 0x06
 * @param url submission prefix, if the policy says
 */
public record PolicyWitness(String name, VerifierKey key, Optional<String> url) {
  /** Refuses keys that do not make cosignatures. */
  public PolicyWitness {
    if (!key.algorithm().isCosignature()) {
      throw new IllegalArgumentException(
          "witness key type: " + key.algorithm() + " (expected: 0x04 or 0x06)");
    }
  }
}
