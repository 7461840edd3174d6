package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.util.Objects;

/**
 * The new bytes of one hash tile: complete hashes only, and never fewer than were stored before.
 *
 * @param level 0..63
 * @param index 0..2^55-1
 * @param bytes 32..8192 bytes, a multiple of 32; owned by the batch, never changed after
 */
@SuppressWarnings("ArrayRecordComponent") // the hot path hands over ownership instead of copying
public record TileWrite(int level, long index, byte[] bytes) {
  private static final int MAX_BYTES = 256 * Hash.SIZE;

  public TileWrite {
    Objects.requireNonNull(bytes, "bytes");
    if (level < 0 || level > 63) {
      throw new IllegalArgumentException("level: " + level + " (expected: 0..63)");
    }
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
    if (bytes.length == 0 || bytes.length > MAX_BYTES || bytes.length % Hash.SIZE != 0) {
      throw new IllegalArgumentException(
          "bytes: " + bytes.length + " (expected: a multiple of 32 in 32..8192)");
    }
  }
}
