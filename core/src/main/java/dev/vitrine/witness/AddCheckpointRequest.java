package dev.vitrine.witness;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.SignedCheckpoint;
import java.util.List;

/**
 * Body of {@code POST <submission prefix>/add-checkpoint} (C2SP tlog-witness). Well-formed but not
 * verified; {@code oldSize} may exceed the checkpoint's size, which is for the witness to refuse in
 * its own turn.
 *
 * @param oldSize the size that the sender thinks the witness last cosigned, 0..2^63-1
 * @param proof consistency proof from there to the checkpoint, at most 63 hashes
 * @param checkpoint with any number of signatures
 */
public record AddCheckpointRequest(long oldSize, List<Hash> proof, SignedCheckpoint checkpoint) {
  /** Most hashes that a proof may have. */
  public static final int MAX_PROOF = 63;

  /** Refuses negative sizes and proofs that are too long. */
  public AddCheckpointRequest {
    proof = RequestText.checkProof(proof);
    if (oldSize < 0) {
      throw new IllegalArgumentException("old size: " + oldSize + " (expected: 0..2^63-1)");
    }
  }

  /**
   * @throws RequestFormatException unless these are the bytes that {@link #encode} gives
   */
  public static AddCheckpointRequest parse(byte[] body) throws RequestFormatException {
    return RequestText.parseAddCheckpoint(body);
  }

  /** The body's bytes. */
  public byte[] encode() {
    return RequestText.encode("old " + oldSize + "\n", proof, checkpoint);
  }

  /** The hashes as a proof between the two sizes. */
  public ConsistencyProof consistencyProof() {
    return new ConsistencyProof(oldSize, checkpoint.checkpoint().size(), proof);
  }
}
