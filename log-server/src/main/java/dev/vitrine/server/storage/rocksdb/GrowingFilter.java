package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import java.util.Arrays;

/**
 * A Bloom filter for a number of hashes that is not known beforehand: segments, each filled before
 * the next is made. Sizes double up to a step, so that a small log takes little memory and a large
 * one has few segments to ask.
 *
 * <p>One thread adds, any thread may ask.
 */
final class GrowingFilter {
  static final int MIN_STEP_BYTES = 1 << 20;
  static final int MAX_STEP_BYTES = 32 << 20;

  private volatile BloomSegment[] segments = {}; // written by the adding thread
  private volatile long bytes; // written by the adding thread

  /**
   * Makes room for hashes that are about to be added, in one segment.
   *
   * @param hashes how many
   * @param room bytes this may take
   * @return whether there was room; if not, nothing changed
   */
  boolean reserve(long hashes, long room) {
    long wanted = Math.max(MIN_STEP_BYTES, hashes * BloomSegment.BITS_PER_HASH / Byte.SIZE);
    long rounded = (wanted / BloomSegment.BLOCK_BYTES + 1) * BloomSegment.BLOCK_BYTES;
    return rounded <= BloomSegment.MAX_BYTES && append(rounded, room);
  }

  /**
   * Adds a hash.
   *
   * @param room bytes the filter may grow by
   * @return whether there was room; if not, the hash is not in the filter
   */
  boolean add(Hash hash, long room) {
    BloomSegment[] now = segments;
    if (now.length == 0 || now[now.length - 1].isFull()) {
      long step = Math.max(MIN_STEP_BYTES, Math.min(MAX_STEP_BYTES, bytes));
      if (!append(step, room)) {
        return false;
      }
      now = segments;
    }
    now[now.length - 1].add(hash);
    return true;
  }

  boolean mightHold(Hash hash) {
    BloomSegment[] now = segments;
    // The newest first: a retry asks for what was appended a moment ago.
    for (int i = now.length - 1; i >= 0; i--) {
      if (now[i].mightHold(hash)) {
        return true;
      }
    }
    return false;
  }

  long bytes() {
    return bytes;
  }

  private boolean append(long size, long room) {
    if (size > room) {
      return false;
    }
    BloomSegment[] more = Arrays.copyOf(segments, segments.length + 1);
    more[segments.length] = new BloomSegment(Math.toIntExact(size));
    segments = more;
    bytes += size;
    return true;
  }
}
