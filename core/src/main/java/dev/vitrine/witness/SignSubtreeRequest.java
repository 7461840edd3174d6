package dev.vitrine.witness;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.merkle.SubtreeConsistencyProof;
import dev.vitrine.note.SignedCheckpoint;
import java.util.List;

/**
 * Body of {@code POST <submission prefix>/sign-subtree} (C2SP tlog-witness). Well-formed but not
 * verified.
 *
 * @param subtree ends at or before the checkpoint's size
 * @param hash of the subtree
 * @param proof subtree consistency proof to the checkpoint, at most 63 hashes
 * @param checkpoint with the witness's own cosignature
 */
public record SignSubtreeRequest(
    Subtree subtree, Hash hash, List<Hash> proof, SignedCheckpoint checkpoint) {
  /** Most hashes that a proof may have. */
  public static final int MAX_PROOF = 63;

  /** Refuses subtrees beyond the checkpoint and proofs that are too long. */
  public SignSubtreeRequest {
    proof = RequestText.checkProof(proof);
    long size = checkpoint.checkpoint().size();
    if (subtree.end() > size) {
      throw new IllegalArgumentException(
          "subtree end: " + subtree.end() + " (expected: <= " + size + ", the checkpoint's size)");
    }
  }

  /**
   * @throws RequestFormatException unless these are the bytes that {@link #encode} gives
   */
  public static SignSubtreeRequest parse(byte[] body) throws RequestFormatException {
    return RequestText.parseSignSubtree(body);
  }

  /** The body's bytes. */
  public byte[] encode() {
    String head = "subtree " + subtree.start() + " " + subtree.end() + "\n" + hash.base64() + "\n";
    return RequestText.encode(head, proof, checkpoint);
  }

  /** The hashes as a proof between the subtree and the checkpoint. */
  public SubtreeConsistencyProof consistencyProof() {
    return new SubtreeConsistencyProof(
        subtree.start(), subtree.end(), checkpoint.checkpoint().size(), proof);
  }
}
