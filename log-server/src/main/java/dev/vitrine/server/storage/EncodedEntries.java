package dev.vitrine.server.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Entries one after the other as an entry bundle holds them: each behind its length in two bytes,
 * big-endian. Concatenating runs of them gives the encoding of the longer run.
 */
public final class EncodedEntries {
  /** Bytes in front of each entry. */
  public static final int LENGTH_BYTES = 2;

  /** The longest entry a length can describe. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  private EncodedEntries() {}

  /** Appends one entry to a buffer that has room for it. */
  public static void put(ByteBuffer buffer, byte[] entry) {
    if (entry.length == 0 || entry.length > MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException("entry: " + entry.length + " bytes (expected: 1..65535)");
    }
    buffer.put((byte) (entry.length >>> 8)).put((byte) entry.length).put(entry);
  }

  /**
   * The offset behind {@code count} entries that begin at {@code from}.
   *
   * @throws DamagedStoreException if the run ends earlier
   */
  public static int skip(byte[] run, int from, long count) throws DamagedStoreException {
    int at = from;
    for (long i = 0; i < count; i++) {
      at = next(run, at);
    }
    return at;
  }

  /** The entry that begins at an offset. */
  public static byte[] entryAt(byte[] run, int at) throws DamagedStoreException {
    int end = next(run, at);
    return Arrays.copyOfRange(run, at + LENGTH_BYTES, end);
  }

  private static int next(byte[] run, int at) throws DamagedStoreException {
    int body = at + LENGTH_BYTES;
    int length =
        body <= run.length ? Byte.toUnsignedInt(run[at]) << 8 | Byte.toUnsignedInt(run[at + 1]) : 0;
    if (length == 0 || body + length > run.length) {
      throw new DamagedStoreException(
          "run of entries: " + run.length + " bytes (expected: a whole entry at byte " + at + ")");
    }
    return body + length;
  }
}
