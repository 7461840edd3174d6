package dev.vitrine.bench.load;

import java.time.Duration;

/**
 * A stretch of a run with one rate.
 *
 * @param perSecond entries a second, above 0
 */
public record Step(double perSecond, Duration lasts) {

  public Step {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("rate: " + perSecond + " (expected: above 0)");
    }
  }
}
