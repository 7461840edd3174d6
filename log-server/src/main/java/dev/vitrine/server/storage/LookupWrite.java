package dev.vitrine.server.storage;

import java.util.Objects;

/**
 * One look-up row: the entry at {@code index} carries {@code key}.
 *
 * @param key 1 byte or more; owned by the batch, never changed after
 * @param index the entry's index
 */
@SuppressWarnings("ArrayRecordComponent") // the hot path hands over ownership instead of copying
public record LookupWrite(byte[] key, long index) {
  public LookupWrite {
    Objects.requireNonNull(key, "key");
    if (key.length == 0) {
      throw new IllegalArgumentException("key: empty (expected: at least one byte)");
    }
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
  }
}
