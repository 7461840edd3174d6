package dev.vitrine.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A line plot as a self-contained SVG document. */
public final class Plot {

  private static final int WIDTH = 820;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int RIGHT = 170;
  private static final int TOP = 48;
  private static final int BOTTOM = 56;
  // Okabe and Ito's palette: told apart by colour-blind readers too.
  private static final String[] COLOURS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
  };

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series;

  private Plot(String title, Axis x, Axis y, List<Series> series) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.series = List.copyOf(series);
  }

  /** A plot whose axes cover the series. */
  public static Plot of(
      String title, String xTitle, boolean xLog, String yTitle, boolean yLog, List<Series> series) {
    return new Plot(
        title,
        Axis.covering(xTitle, values(series, Series.Point::x), xLog),
        Axis.covering(yTitle, values(series, Series.Point::y), yLog),
        series);
  }

  private static double[] values(List<Series> series, ToDoubleFunction<Series.Point> value) {
    return series.stream().flatMap(one -> one.points().stream()).mapToDouble(value).toArray();
  }

  public String svg() {
    StringBuilder out = new StringBuilder();
    out.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH, HEIGHT));
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    out.append(text(LEFT, 26, "start", "font-size=\"15\" font-weight=\"bold\"", title));
    appendGrid(out);
    for (int i = 0; i < series.size(); i++) {
      appendSeries(out, i);
    }
    return out.append("</svg>\n").toString();
  }

  private void appendGrid(StringBuilder out) {
    int bottom = HEIGHT - BOTTOM;
    for (double tick : x.ticks()) {
      double px = px(tick);
      out.append(line(px, TOP, px, bottom));
      out.append(text(px, bottom + 18, "middle", "", label(tick)));
    }
    for (double tick : y.ticks()) {
      double py = py(tick);
      out.append(line(LEFT, py, WIDTH - RIGHT, py));
      out.append(text(LEFT - 8, py + 4, "end", "", label(tick)));
    }
    out.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "", x.title()));
    double middle = (TOP + bottom) / 2.0;
    out.append(
        text(18, middle, "middle", format("transform=\"rotate(-90 18 %.1f)\"", middle), y.title()));
  }

  private void appendSeries(StringBuilder out, int index) {
    Series one = series.get(index);
    String colour = COLOURS[index % COLOURS.length];
    StringBuilder points = new StringBuilder();
    for (Series.Point point : one.points()) {
      points.append(format("%.1f,%.1f ", px(point.x()), py(point.y())));
    }
    out.append(
        format(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
            colour, points.toString().trim()));
    int row = TOP + 10 + index * 20;
    int legend = WIDTH - RIGHT + 14;
    out.append(
        format(
            "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>%n",
            legend, row, colour));
    out.append(text(legend + 20, row + 6, "start", "", one.name()));
  }

  private double px(double value) {
    return LEFT + x.fraction(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.fraction(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static String label(double tick) {
    if (tick >= 10_000) {
      return format("%,.0fk", tick / 1000);
    }
    return tick == Math.rint(tick) ? format("%,.0f", tick) : format("%.3g", tick);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return format(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
        x1, y1, x2, y2);
  }

  private static String text(double x, double y, String anchor, String attributes, String words) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
        x, y, anchor, attributes, escape(words));
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
