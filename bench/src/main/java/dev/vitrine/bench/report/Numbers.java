package dev.vitrine.bench.report;

import java.util.Arrays;
import java.util.Locale;

/** How figures are written and summed up. */
public final class Numbers {

  private Numbers() {}

  /** Three significant digits below 1,000, whole numbers with separators above. */
  public static String text(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "-";
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /**
   * The middle value, or the mean of the two middle ones.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: none (expected: at least one)");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** {@code lowest–highest}. */
  public static String spread(double... values) {
    return text(Arrays.stream(values).min().orElse(Double.NaN))
        + "–"
        + text(Arrays.stream(values).max().orElse(Double.NaN));
  }
}
