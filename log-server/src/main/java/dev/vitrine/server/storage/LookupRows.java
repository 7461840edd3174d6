package dev.vitrine.server.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Look-up rows: the key, then the entry's index in eight bytes, big-endian, so that they sort. */
public final class LookupRows {
  private LookupRows() {}

  /** The row of a key at an index. */
  public static byte[] key(byte[] key, long index) {
    return ByteBuffer.allocate(key.length + Long.BYTES).put(key).putLong(index).array();
  }

  /** The index a row ends with. */
  public static long index(byte[] row) {
    return ByteBuffer.wrap(row, row.length - Long.BYTES, Long.BYTES).getLong();
  }

  /** Whether a row belongs to exactly this key, not to a longer one that begins with it. */
  public static boolean isOf(byte[] row, byte[] key) {
    return row.length == key.length + Long.BYTES && startsWith(row, key);
  }

  /** Whether a row begins with a prefix. */
  public static boolean startsWith(byte[] row, byte[] prefix) {
    return row.length >= prefix.length
        && Arrays.equals(row, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Cuts what was found, which may be one too many, into a page. */
  public static LookupPage page(List<Long> found, int limit) {
    return found.size() > limit
        ? new LookupPage(found.subList(0, limit), true)
        : new LookupPage(found, false);
  }
}
