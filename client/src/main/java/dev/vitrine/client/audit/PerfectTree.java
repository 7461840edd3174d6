package dev.vitrine.client.audit;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.util.Arrays;

/** Roots over 2^k neighbouring hashes, computed in place. */
final class PerfectTree {
  private PerfectTree() {}

  /**
   * Computes the root over {@code count} hashes and leaves it in the first 32 bytes of {@code
   * hashes}.
   *
   * @param hashes is overwritten
   * @param count a power of two
   */
  static void foldInPlace(byte[] hashes, int count) {
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        TreeHasher.node(hashes, 2 * i * Hash.SIZE, hashes, i * Hash.SIZE);
      }
    }
  }

  static Hash root(byte[] hashes, int first, int count) {
    byte[] copy = Arrays.copyOfRange(hashes, first * Hash.SIZE, (first + count) * Hash.SIZE);
    foldInPlace(copy, count);
    return Hash.of(copy, 0);
  }
}
