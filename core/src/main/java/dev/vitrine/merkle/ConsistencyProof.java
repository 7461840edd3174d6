package dev.vitrine.merkle;

import java.util.List;

/**
 * Claims that a tree extends an older one (RFC 6962 section 2.1.2). What it is worth is for {@link
 * ProofVerifier} to say.
 *
 * @param oldSize number of leaves of the older tree, 0..2^63-1
 * @param newSize number of leaves of the newer tree, 0..2^63-1
 * @param path hashes from the lowest to the highest
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
  /** Refuses negative numbers; takes a copy of the path. */
  public ConsistencyProof {
    Ranges.checkNotNegative("old size", oldSize);
    Ranges.checkNotNegative("new size", newSize);
    path = List.copyOf(path);
  }
}
