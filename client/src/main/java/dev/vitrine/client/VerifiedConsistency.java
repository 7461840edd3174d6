package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import java.util.Objects;

/**
 * A proof, checked, that a verified head extends an older tree.
 *
 * @param proof the sizes and the path
 * @param oldRoot the root of the older tree
 * @param head the head that extends it
 */
public record VerifiedConsistency(ConsistencyProof proof, Hash oldRoot, VerifiedHead head) {
  /** Checks that nothing is missing. */
  public VerifiedConsistency {
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(oldRoot, "oldRoot");
    Objects.requireNonNull(head, "head");
  }
}
