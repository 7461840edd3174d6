package dev.vitrine.server.sequencer;

import java.util.Arrays;

/**
 * A key of the admission state, by its content. Comparable, so that names chosen to share a hash
 * code are still found in logarithmic time.
 *
 * @param bytes not to be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record StateKey(byte[] bytes) implements Comparable<StateKey> {
  @Override
  public int compareTo(StateKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof StateKey other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
