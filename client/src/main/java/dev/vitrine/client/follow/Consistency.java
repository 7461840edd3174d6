package dev.vitrine.client.follow;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.util.List;

/** Decides whether two signed heads can be of one history. */
public final class Consistency {
  private Consistency() {}

  /**
   * Shows that the tree of one head is the beginning of the tree of another; the heads' signatures
   * are the caller's business, and the order of the two does not matter.
   *
   * @param tiles need not be trusted: the log's, or those of anybody who holds a copy of the larger
   *     tree; not read for two heads of one size
   * @throws ForkException if it is not
   * @throws IOException if these tiles do not show it
   */
  public static void verify(TileSource tiles, SignedCheckpoint one, SignedCheckpoint two)
      throws IOException, ForkException {
    boolean ordered = one.checkpoint().size() <= two.checkpoint().size();
    SignedCheckpoint smaller = ordered ? one : two;
    SignedCheckpoint larger = ordered ? two : one;
    long size = smaller.checkpoint().size();
    if (size == larger.checkpoint().size()) {
      ConsistencyProof none = new ConsistencyProof(size, size, List.of());
      requireSame(smaller, larger, larger.checkpoint().root(), none);
      return;
    }
    VerifyingTileReader reader =
        new VerifyingTileReader(tiles, larger.checkpoint().size(), larger.checkpoint().root());
    Hash prefixRoot = ProofBuilder.root(reader, size);
    if (!prefixRoot.equals(smaller.checkpoint().root())) {
      ConsistencyProof proof = ProofBuilder.consistency(reader, size, larger.checkpoint().size());
      requireSame(smaller, larger, prefixRoot, proof);
    }
  }

  /**
   * The same, from the first source that can show it.
   *
   * @throws IOException if none of them can; that of the first, the others' with it
   */
  public static void verify(
      List<? extends TileSource> sources, SignedCheckpoint one, SignedCheckpoint two)
      throws IOException, ForkException {
    IOException failure = new IOException("nobody to ask for tiles (expected: a log or a mirror)");
    boolean first = true;
    for (TileSource source : sources) {
      try {
        verify(source, one, two);
        return;
      } catch (IOException e) {
        if (first) {
          failure = e;
          first = false;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    throw failure;
  }

  private static void requireSame(
      SignedCheckpoint smaller, SignedCheckpoint larger, Hash prefixRoot, ConsistencyProof proof)
      throws ForkException {
    if (!prefixRoot.equals(smaller.checkpoint().root())) {
      throw new ForkException(smaller, larger, prefixRoot, proof);
    }
  }
}
