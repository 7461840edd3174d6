package dev.vitrine.bench.load;

import java.util.SplittableRandom;

/**
 * When each entry is due, in nanoseconds after the start of the load. Called with 0, 1, 2, … by one
 * thread.
 */
public interface Schedule {

  /** Never decreases from one call to the next. */
  long due(long number);

  /**
   * Entries evenly apart.
   *
   * @param perSecond entries a second, above 0
   */
  static Schedule constant(double perSecond) {
    requirePositive(perSecond);
    return number -> (long) (number * 1e9 / perSecond);
  }

  /** Independent arrivals: exponential gaps whose mean is {@code 1 / perSecond}. */
  static Schedule poisson(double perSecond, long seed) {
    requirePositive(perSecond);
    return new Schedule() {
      private final SplittableRandom random = new SplittableRandom(seed);
      private double next;

      @Override
      public long due(long number) {
        double due = next;
        next += -Math.log1p(-random.nextDouble()) * 1e9 / perSecond;
        return (long) due;
      }
    };
  }

  private static void requirePositive(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate: " + perSecond + " (expected: above 0)");
    }
  }
}
