package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.SignedCheckpoint;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A head that the log signed, to the policy's quorum, and that extends the one remembered before
 * it.
 *
 * @param signed the checkpoint as it came
 * @param signatures who signed it, and when
 * @param extendsSize the size of the head remembered before, with which it was found consistent;
 *     empty where this is the first head seen of its origin
 */
public record VerifiedHead(
    SignedCheckpoint signed, HeadSignatures signatures, OptionalLong extendsSize) {
  /** Checks that nothing is missing. */
  public VerifiedHead {
    Objects.requireNonNull(signed, "signed");
    Objects.requireNonNull(signatures, "signatures");
    Objects.requireNonNull(extendsSize, "extendsSize");
  }

  /**
   * The log's origin.
   *
   * @return the checkpoint's first line
   */
  public String origin() {
    return signed.checkpoint().origin();
  }

  /**
   * The number of entries.
   *
   * @return 0..2^63-1
   */
  public long size() {
    return signed.checkpoint().size();
  }

  /**
   * The root of the tree.
   *
   * @return the Merkle tree hash
   */
  public Hash root() {
    return signed.checkpoint().root();
  }
}
