package dev.vitrine.admission;

/**
 * One way to find an entry. The store keeps it under {@code key} followed by the entry's index as 8
 * big-endian bytes, so that all rows of a key lie together in log order. No key is a prefix of
 * another key.
 *
 * @param key 1..1024 bytes; handed over, not to be modified
 */
public record LookupRow(byte[] key) {
  public LookupRow {
    if (key.length == 0 || key.length > 1024) {
      throw new IllegalArgumentException("key length: " + key.length + " (expected: 1..1024)");
    }
  }
}
