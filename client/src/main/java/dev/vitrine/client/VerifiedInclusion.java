package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import java.util.Objects;

/**
 * A proof, checked, that a leaf is in a verified head.
 *
 * @param leafHash the leaf
 * @param proof its place and path
 * @param head the head to whose root the path leads
 */
public record VerifiedInclusion(Hash leafHash, InclusionProof proof, VerifiedHead head) {
  /** Checks that nothing is missing. */
  public VerifiedInclusion {
    Objects.requireNonNull(leafHash, "leafHash");
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(head, "head");
  }
}
