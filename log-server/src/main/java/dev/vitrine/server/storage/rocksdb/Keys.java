package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.Head;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keys and small values of the rows; numbers are big-endian, so that they sort. */
final class Keys {
  static final byte[] FORMAT = ascii("format");
  static final byte[] HEAD = ascii("head");

  /** Up to where the look-up rows of an older store are completed; there while that lasts. */
  static final byte[] COMPLETED = ascii("format-2/completed");

  private Keys() {}

  static byte[] index(long index) {
    return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
  }

  static byte[] tile(int level, long index) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) level).putLong(index).array();
  }

  static byte[] version(int format) {
    return ascii(Integer.toString(format));
  }

  static byte[] named(String name) {
    return ("named/" + name).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] head(Head head) {
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES + Hash.SIZE).putLong(head.size());
    return value.put(head.root().toByteArray()).array();
  }

  static Head head(byte[] value) throws DamagedStoreException {
    if (value.length != Long.BYTES + Hash.SIZE) {
      throw new DamagedStoreException("row meta/head: " + value.length + " bytes (expected: 40)");
    }
    return new Head(ByteBuffer.wrap(value).getLong(), Hash.of(value, Long.BYTES));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
