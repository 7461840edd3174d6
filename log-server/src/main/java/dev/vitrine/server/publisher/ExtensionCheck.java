package dev.vitrine.server.publisher;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreTiles;
import dev.vitrine.tile.TileHashReader;
import java.io.IOException;

/**
 * Proves that one head extends another from nothing but the tiles the store reads back. It shares
 * no code and no state with the sequencer's frontier, so a fault there is caught before it is
 * signed.
 */
final class ExtensionCheck {
  private final LogStore store;

  ExtensionCheck(LogStore store) {
    this.store = store;
  }

  /** The proof a reader would be given. */
  ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    return ProofBuilder.consistency(hashes(newSize), oldSize, newSize);
  }

  /**
   * Verifies.
   *
   * @throws ProofException if the heads contradict each other
   */
  void verify(Head signed, Head next) throws IOException, ProofException {
    if (signed.size() > next.size()) {
      throw new IllegalArgumentException(
          "size: " + next.size() + " (expected: >= " + signed.size() + ", the last signed size)");
    }
    Hash root = ProofBuilder.root(hashes(next.size()), next.size());
    if (!root.equals(next.root())) {
      throw new ProofException(
          "root of the stored tiles at size " + next.size(), next.root(), root);
    }
    if (signed.size() > 0) {
      ProofVerifier.verifyConsistency(
          consistency(signed.size(), next.size()), signed.root(), next.root());
    }
  }

  private TileHashReader hashes(long size) {
    return new TileHashReader(new StoreTiles(store), size);
  }
}
