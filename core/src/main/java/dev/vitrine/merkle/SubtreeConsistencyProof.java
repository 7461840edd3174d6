package dev.vitrine.merkle;

import java.util.List;

/**
 * Claims that the leaves {@code [start, end)}, as a tree of their own, are those of a larger tree.
 * What it is worth is for {@link ProofVerifier} to say.
 *
 * @param start first leaf of the subtree, 0..2^63-1
 * @param end leaf after its last one, 0..2^63-1
 * @param treeSize number of leaves of the larger tree, 0..2^63-1
 * @param path hashes from the lowest to the highest
 */
public record SubtreeConsistencyProof(long start, long end, long treeSize, List<Hash> path) {
  /** Refuses negative numbers; takes a copy of the path. */
  public SubtreeConsistencyProof {
    Ranges.checkNotNegative("start", start);
    Ranges.checkNotNegative("end", end);
    Ranges.checkNotNegative("tree size", treeSize);
    path = List.copyOf(path);
  }
}
