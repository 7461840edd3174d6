package dev.vitrine.server.publisher;

import dev.vitrine.note.SignedCheckpoint;
import java.util.Objects;

/**
 * A checkpoint the log has signed and stored.
 *
 * @param signed the checkpoint with its signatures
 * @param bytes the signed note as served; never changed
 * @param witnessed whether it is cosigned to the policy's quorum (true where no witnesses are set)
 */
@SuppressWarnings("ArrayRecordComponent") // served on every read; copying it would be waste
public record PublishedCheckpoint(SignedCheckpoint signed, byte[] bytes, boolean witnessed) {
  public PublishedCheckpoint {
    Objects.requireNonNull(signed, "signed");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** Number of leaves it covers. */
  public long size() {
    return signed.checkpoint().size();
  }
}
