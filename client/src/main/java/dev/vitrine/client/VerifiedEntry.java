package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import java.util.Objects;

/**
 * An entry whose inclusion in a verified head was checked.
 *
 * @param index 0..head.size-1
 * @param bytes the entry
 * @param leafHash its leaf hash
 * @param head the head that covers it
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record VerifiedEntry(long index, byte[] bytes, Hash leafHash, VerifiedHead head) {
  /** Copies the bytes. */
  public VerifiedEntry {
    bytes = bytes.clone();
    Objects.requireNonNull(leafHash, "leafHash");
    Objects.requireNonNull(head, "head");
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
