package dev.vitrine.bench.report;

import java.util.List;

/** One line of a plot. */
public record Series(String name, List<Point> points) {

  public Series {
    points = List.copyOf(points);
  }

  /** A point in data coordinates. */
  public record Point(double x, double y) {}
}
