package dev.vitrine.merkle;

import java.util.List;

/**
 * Claims that a leaf is in a tree (RFC 6962 section 2.1.1). What it is worth is for {@link
 * ProofVerifier} to say.
 *
 * @param index of the leaf, 0..2^63-1
 * @param treeSize number of leaves of the tree, 0..2^63-1
 * @param path hashes beside the way from the leaf to the root, lowest first
 */
public record InclusionProof(long index, long treeSize, List<Hash> path) {
  /** Refuses negative numbers; takes a copy of the path. */
  public InclusionProof {
    Ranges.checkNotNegative("index", index);
    Ranges.checkNotNegative("tree size", treeSize);
    path = List.copyOf(path);
  }
}
