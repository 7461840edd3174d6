package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Plot;
import dev.vitrine.bench.report.Series;
import dev.vitrine.bench.report.Series.Point;
import dev.vitrine.bench.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How soon latency is back when an overload goes away: half of the maximum is offered, then four
 * times the maximum, then half again, in one run without a pause.
 *
 * <p>The level to come back to is the p99 that nine of ten slices before the overload did not
 * exceed. The log has recovered by the end of the first slice after it whose p99 is within the
 * level; latency runs from when entries were due, so nothing of the backlog can be left then.
 *
 * @param slices of the run, the three steps alike in number
 * @param levelMicros the level
 */
public record Recovery(List<Slice> slices, long levelMicros) {

  private static final Duration EACH = Duration.ofSeconds(5);
  private static final double CALM = 0.5;
  private static final double OVERLOAD = 4;
  private static final double WITHIN = 0.9;
  private static final double MICROS_PER_MILLI = 1e3;

  public Recovery {
    slices = List.copyOf(slices);
  }

  /** What is offered to a log whose maximum is known. */
  public static List<Step> steps(double maximum) {
    Step calm = new Step(CALM * maximum, EACH);
    return List.of(calm, new Step(OVERLOAD * maximum, EACH), calm);
  }

  /** Judges a run of such {@link #steps}. */
  public static Recovery of(LoadResult result) {
    return of(result.slices());
  }

  static Recovery of(List<Slice> slices) {
    long[] before = before(slices).stream().mapToLong(s -> s.latency().p99()).sorted().toArray();
    return new Recovery(slices, before[(int) Math.ceil(WITHIN * before.length) - 1]);
  }

  private static List<Slice> before(List<Slice> slices) {
    return slices.subList(0, slices.size() / 3);
  }

  private List<Slice> during() {
    return slices.subList(slices.size() / 3, slices.size() / 3 * 2);
  }

  private List<Slice> after() {
    return slices.subList(slices.size() / 3 * 2, slices.size());
  }

  /** Seconds from the end of the overload until latency was back; empty if it never was. */
  public OptionalDouble seconds() {
    List<Slice> after = after();
    for (int i = 0; i < after.size(); i++) {
      Quantiles latency = after.get(i).latency();
      if (latency.count() > 0 && latency.p99() <= levelMicros) {
        return OptionalDouble.of((i + 1) * Slice.SECONDS);
      }
    }
    return OptionalDouble.empty();
  }

  /** The three steps as a table, and the verdict. */
  public String text() {
    Table table =
        Table.of(
            "recovery", "acknowledged/s", "refused/s", "p99 of a slice, ms", "highest p99, ms");
    append(table, "at 0.5 × max", before(slices));
    append(table, "at 4 × max", during());
    append(table, "at 0.5 × max again", after());
    String back =
        seconds().isPresent()
            ? "within " + Numbers.text(seconds().getAsDouble()) + " s"
            : "never within " + EACH.toSeconds() + " s";
    return table.text()
        + "\np99 of 100 ms back to "
        + Numbers.text(levelMicros / MICROS_PER_MILLI)
        + " ms or below (nine of ten slices before the overload): "
        + back
        + " of its end\n";
  }

  /** Entries by when they were due; the quantile in the middle is the median of the slices. */
  private static void append(Table table, String name, List<Slice> part) {
    double seconds = part.size() * Slice.SECONDS;
    long acknowledged = part.stream().mapToLong(slice -> slice.latency().count()).sum();
    long refused = part.stream().mapToLong(Slice::refused).sum();
    double[] p99 = part.stream().mapToDouble(slice -> slice.latency().p99()).sorted().toArray();
    table.row(
        name,
        Numbers.text(acknowledged / seconds),
        Numbers.text(refused / seconds),
        Numbers.text(Numbers.median(p99) / MICROS_PER_MILLI),
        Numbers.text(p99[p99.length - 1] / MICROS_PER_MILLI));
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("levelMicros", levelMicros);
    seconds().ifPresent(back -> json.put("recoveredWithinSeconds", back));
    return json;
  }

  /** Latency over the run. */
  public String plot() {
    return Plot.of(
            "0.5, 4, 0.5 × maximum: latency by when entries were due",
            "seconds",
            false,
            "latency, ms",
            true,
            List.of(
                line("p50", slice -> slice.latency().p50()),
                line("p99", slice -> slice.latency().p99()),
                line("p99 to come back to", slice -> levelMicros)))
        .svg();
  }

  private Series line(String name, ToDoubleFunction<Slice> micros) {
    List<Point> points = new ArrayList<>();
    for (Slice slice : slices) {
      if (slice.latency().count() > 0) {
        points.add(new Point(slice.at(), micros.applyAsDouble(slice) / MICROS_PER_MILLI));
      }
    }
    return new Series(name, points);
  }
}
