package dev.vitrine.bench.load;

import java.time.Duration;

/**
 * The part of a run that counts.
 *
 * @param warmUp time at the start whose entries are sent but not counted
 * @param measured time after it whose entries are counted
 */
public record Window(Duration warmUp, Duration measured) {

  public Window {
    if (warmUp.isNegative() || measured.isNegative() || measured.isZero()) {
      throw new IllegalArgumentException(
          "warm-up " + warmUp + ", measured " + measured + " (expected: not negative, above 0)");
    }
  }

  long startNanos() {
    return warmUp.toNanos();
  }

  long endNanos() {
    return warmUp.plus(measured).toNanos();
  }

  boolean contains(long nanos) {
    return nanos >= startNanos() && nanos < endNanos();
  }

  double seconds() {
    return measured.toNanos() / 1e9;
  }
}
