package dev.vitrine.proof;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyEvidence;
import dev.vitrine.policy.PolicyException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proof that an entry is in a log, to be kept beside what it proves: C2SP tlog-proof, file
 * extension {@code .tlog-proof}. Well-formed but not verified.
 */
public final class TlogProof {
  /** Largest proof file in bytes. */
  public static final int MAX_SIZE = 2_000_000;

  /** Most hashes that a path can have. */
  public static final int MAX_PATH = 63;

  // With this much the largest note and the longest path fit; more may or may not.
  private static final int SURELY_FITTING_EXTRA = 700_000;

  private final byte @Nullable [] extra;
  private final long index;
  private final List<Hash> path;
  private final SignedCheckpoint checkpoint;

  /**
   * @param extra application data that nothing signs; up to 700,000 bytes always fit the file
   * @param index of the entry, 0..checkpoint's size-1
   * @param path inclusion proof, the leaf's sibling first, at most 63 hashes
   */
  public TlogProof(
      Optional<byte[]> extra, long index, List<Hash> path, SignedCheckpoint checkpoint) {
    this.extra = extra.map(byte[]::clone).orElse(null);
    this.index = index;
    this.path = List.copyOf(path);
    this.checkpoint = checkpoint;
    long size = checkpoint.checkpoint().size();
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("index: " + index + " (expected: 0.." + (size - 1) + ")");
    }
    if (this.path.size() > MAX_PATH) {
      throw new IllegalArgumentException(
          "path hashes: " + this.path.size() + " (expected: <= " + MAX_PATH + ")");
    }
    requireSize();
  }

  private void requireSize() {
    if (extra != null && extra.length > SURELY_FITTING_EXTRA) {
      int size = encode().length;
      if (size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "proof size: " + size + " (expected: <= " + MAX_SIZE + ", by a smaller extra)");
      }
    }
  }

  /**
   * @throws ProofFormatException unless these are the bytes that {@link #encode} gives for a proof
   */
  public static TlogProof parse(byte[] proof) throws ProofFormatException {
    return ProofText.parse(proof);
  }

  /** The file's bytes. */
  public byte[] encode() {
    return ProofText.encode(this);
  }

  /** Application data that nothing signs. */
  public Optional<byte[]> extra() {
    return Optional.ofNullable(extra).map(byte[]::clone);
  }

  /** Index of the entry, 0..size-1. */
  public long index() {
    return index;
  }

  /** The inclusion proof, the leaf's sibling first. */
  public List<Hash> path() {
    return path;
  }

  /** The head that the entry is proven to be in. */
  public SignedCheckpoint checkpoint() {
    return checkpoint;
  }

  /** The path as a proof in the checkpoint's tree. */
  public InclusionProof inclusionProof() {
    return new InclusionProof(index, checkpoint.checkpoint().size(), path);
  }

  /**
   * Verifies that the policy accepts the checkpoint and that the leaf is in its tree.
   *
   * @param leafHash computed by the caller from the entry at hand, never taken from the log
   * @throws PolicyException if the policy does not accept the checkpoint
   * @throws ProofException if the leaf is not in the checkpoint's tree at this index
   */
  public PolicyEvidence verify(Hash leafHash, Policy policy)
      throws PolicyException, ProofException {
    // Cheap before dear: a proof for another leaf never costs a signature check.
    ProofVerifier.verifyInclusion(inclusionProof(), leafHash, checkpoint.checkpoint().root());
    return policy.verify(checkpoint);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlogProof that
        && index == that.index
        && Arrays.equals(extra, that.extra)
        && path.equals(that.path)
        && checkpoint.equals(that.checkpoint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(extra), index, path, checkpoint);
  }

  @Override
  public String toString() {
    return "TlogProof[" + index + " in " + checkpoint + "]";
  }
}
