package dev.vitrine.client.follow;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.SignedCheckpoint;

/**
 * The log signed two heads that no single history has.
 *
 * <p>The proof leads from {@link #prefixRoot()}, which is not the root of the smaller head, to the
 * root of the larger one: the larger tree has other leaves below the smaller head's size. With
 * equal sizes it is empty and the prefix root is the other root.
 */
public final class ForkException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient SignedCheckpoint smaller;
  private final transient SignedCheckpoint larger;
  private final transient Hash prefixRoot;
  private final transient ConsistencyProof proof;

  public ForkException(
      SignedCheckpoint smaller, SignedCheckpoint larger, Hash prefixRoot, ConsistencyProof proof) {
    super(
        smaller.checkpoint().origin()
            + ": two histories: size "
            + smaller.checkpoint().size()
            + " was signed with root "
            + smaller.checkpoint().root()
            + ", the tree of size "
            + larger.checkpoint().size()
            + " has "
            + prefixRoot
            + " there");
    this.smaller = smaller;
    this.larger = larger;
    this.prefixRoot = prefixRoot;
    this.proof = proof;
  }

  public SignedCheckpoint smaller() {
    return smaller;
  }

  public SignedCheckpoint larger() {
    return larger;
  }

  public Hash prefixRoot() {
    return prefixRoot;
  }

  public ConsistencyProof proof() {
    return proof;
  }
}
