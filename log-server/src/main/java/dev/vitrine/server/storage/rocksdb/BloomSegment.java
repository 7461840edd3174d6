package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * One split-block Bloom filter of fixed size outside the heap: a hash sets one bit in each of the
 * eight words of one 64-byte block, so that a question costs one line of memory (Putze, Sanders and
 * Singler, <i>Cache-, Hash- and Space-Efficient Bloom Filters</i>, 2009).
 *
 * <p>Leaf hashes are SHA-256 values, so their own bits choose block and bits. Who grinds entries
 * for one block only gets answers of "perhaps", which cost a look into the database.
 *
 * <p>One thread adds; any thread may ask. Bits are only ever set, so a reader that races with an
 * addition sees a part of it at worst and says no; whoever must see it has read something that was
 * published after it.
 */
final class BloomSegment {
  /** Twelve bits a hash: about one wrong "perhaps" in 200 when full. */
  static final int BITS_PER_HASH = 12;

  static final int BLOCK_BYTES = 64;

  /** More would not fit one buffer. */
  static final int MAX_BYTES = 1 << 30;

  private static final int WORDS = BLOCK_BYTES / Long.BYTES;
  private static final int BITS_OF_PLACE = 6;

  private final LongBuffer words;
  private final long blocks;
  private final long capacity;
  private long added; // owned by the adding thread

  /**
   * Makes an empty filter.
   *
   * @param bytes a multiple of 64, 64..2^30
   * @throws OutOfMemoryError if the process may not have that much memory outside the heap
   */
  BloomSegment(int bytes) {
    if (bytes < BLOCK_BYTES || bytes > MAX_BYTES || bytes % BLOCK_BYTES != 0) {
      throw new IllegalArgumentException(
          "filter: " + bytes + " bytes (expected: a multiple of 64 within 64.." + MAX_BYTES + ")");
    }
    words = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asLongBuffer();
    blocks = bytes / BLOCK_BYTES;
    capacity = capacity(bytes);
  }

  /** Hashes that so many bytes are meant for. */
  static long capacity(long bytes) {
    return bytes * Byte.SIZE / BITS_PER_HASH;
  }

  boolean isFull() {
    return added >= capacity;
  }

  void add(Hash hash) {
    int at = block(hash);
    long places = hash.word(1);
    for (int i = 0; i < WORDS; i++) {
      words.put(at + i, words.get(at + i) | bit(places, i));
    }
    added++;
  }

  boolean mightHold(Hash hash) {
    int at = block(hash);
    long places = hash.word(1);
    for (int i = 0; i < WORDS; i++) {
      if ((words.get(at + i) & bit(places, i)) == 0) {
        return false;
      }
    }
    return true;
  }

  long bytes() {
    return blocks * BLOCK_BYTES;
  }

  private int block(Hash hash) {
    // The high half of a product spreads evenly over any number of blocks, without a division.
    return (int) (((hash.word(0) >>> Integer.SIZE) * blocks) >>> Integer.SIZE) * WORDS;
  }

  private static long bit(long places, int word) {
    return 1L << (places >>> (word * BITS_OF_PLACE));
  }
}
