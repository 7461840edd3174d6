package dev.vitrine.merkle;

/** Range checks shared by the values of this package. */
final class Ranges {
  private Ranges() {}

  static void checkNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
  }

  static void checkAtMost(String name, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 0.." + max + ")");
    }
  }

  static void checkBelow(String name, long value, long start, long end) {
    if (value < start || value >= end) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: in [" + start + ", " + end + "))");
    }
  }
}
