package dev.vitrine.bench.load;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A growing column of numbers, one a request. Different rows may be set by different threads; a
 * reader must come after them (the driver's end orders the two).
 */
final class LongColumn {

  /** The value of a row that was never set. */
  static final long UNSET = -1;

  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int CHUNKS = 1 << 14;

  /** About a thousand million rows. */
  static final long MAX_ROWS = (long) CHUNK * CHUNKS;

  private final AtomicReferenceArray<long[]> chunks = new AtomicReferenceArray<>(CHUNKS);

  /**
   * @param value 0 or above
   */
  void set(long row, long value) {
    int chunk = Math.toIntExact(row >>> CHUNK_BITS);
    long[] values = chunks.get(chunk);
    while (values == null) {
      chunks.compareAndSet(chunk, null, new long[CHUNK]);
      values = chunks.get(chunk);
    }
    // Stored off by one, so that a fresh chunk reads as UNSET.
    values[(int) (row & (CHUNK - 1))] = value + 1;
  }

  long get(long row) {
    long[] values = chunks.get(Math.toIntExact(row >>> CHUNK_BITS));
    return values == null ? UNSET : values[(int) (row & (CHUNK - 1))] - 1;
  }
}
