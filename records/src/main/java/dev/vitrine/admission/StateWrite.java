package dev.vitrine.admission;

import java.util.Optional;

/**
 * One change of the admission state. The arrays are handed over and must not be modified.
 *
 * @param key 1..1024 bytes
 * @param value the new value; empty to delete the key
 */
public record StateWrite(byte[] key, Optional<byte[]> value) {
  public StateWrite {
    if (key.length == 0 || key.length > 1024) {
      throw new IllegalArgumentException("key length: " + key.length + " (expected: 1..1024)");
    }
  }

  public static StateWrite put(byte[] key, byte[] value) {
    return new StateWrite(key, Optional.of(value));
  }

  public static StateWrite delete(byte[] key) {
    return new StateWrite(key, Optional.empty());
  }
}
