package dev.vitrine.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a plot: maps values to 0..1 and chooses the places of its ticks.
 *
 * @param title what is measured, with its unit
 * @param low the value at 0; above 0 where logarithmic
 * @param high the value at 1, above low
 */
record Axis(String title, double low, double high, boolean logarithmic) {

  private static final int LINEAR_TICKS = 6;

  Axis {
    if (!(high > low) || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException(
          "axis " + title + ": " + low + ".." + high + " (expected: low < high, above 0 if log)");
    }
  }

  /** An axis that covers the values; a logarithmic one is widened to whole decades. */
  static Axis covering(String title, double[] values, boolean logarithmic) {
    double low = logarithmic ? Double.MAX_VALUE : 0;
    double high = logarithmic ? Double.MIN_NORMAL : 0;
    for (double value : values) {
      if (!logarithmic || value > 0) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!logarithmic) {
      return new Axis(title, low, high > low ? high * 1.05 : low + 1, false);
    }
    if (low > high) {
      return new Axis(title, 1, 10, true);
    }
    double floor = Math.pow(10, Math.floor(Math.log10(low)));
    double ceiling = Math.pow(10, Math.ceil(Math.log10(high)));
    return new Axis(title, floor, ceiling > floor ? ceiling : floor * 10, true);
  }

  double fraction(double value) {
    if (!logarithmic) {
      return (value - low) / (high - low);
    }
    return Math.log10(Math.max(value, low) / low) / Math.log10(high / low);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = low; tick <= high * 1.0001; tick *= 10) {
        ticks.add(tick);
      }
      return ticks;
    }
    double step = niceStep((high - low) / LINEAR_TICKS);
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  private static double niceStep(double raw) {
    double decade = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / decade;
    return decade * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }
}
