package dev.vitrine.bench.load;

import java.util.SplittableRandom;

/**
 * Chooses which entry each request carries: a new one, or (for the given share) one of the entries
 * sent before. Owned by the driver's thread.
 */
final class EntryChoice {

  private final double duplicateShare;
  private final SplittableRandom random;
  private long unique;

  /**
   * @param duplicateShare 0 (all unique) to below 1
   */
  EntryChoice(double duplicateShare, long seed) {
    requireShare(duplicateShare);
    this.duplicateShare = duplicateShare;
    this.random = new SplittableRandom(seed);
  }

  static void requireShare(double duplicateShare) {
    if (!(duplicateShare >= 0 && duplicateShare < 1)) {
      throw new IllegalArgumentException(
          "duplicate share: " + duplicateShare + " (expected: 0 to below 1)");
    }
  }

  long next() {
    boolean repeat = duplicateShare > 0 && unique > 0 && random.nextDouble() < duplicateShare;
    return repeat ? random.nextLong(unique) : unique++;
  }
}
