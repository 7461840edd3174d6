package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;

/**
 * An entry as a log gave it. <b>Nothing of it is verified</b>: {@link LogClient#inclusion} proves
 * that {@link #leafHash} is at the index.
 *
 * @param index 0..2^63-1
 * @param bytes the entry; none where the log gave none
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record UnverifiedEntry(long index, byte[] bytes) {
  /** Copies the bytes. */
  public UnverifiedEntry {
    if (index < 0) {
      throw new IllegalArgumentException("index: %d (expected: >= 0)".formatted(index));
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The leaf hash of these bytes, whatever the log holds at the index.
   *
   * @return computed here
   */
  public Hash leafHash() {
    return TreeHasher.leaf(bytes);
  }
}
