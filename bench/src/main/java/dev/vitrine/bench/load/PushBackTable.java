package dev.vitrine.bench.load;

import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Table;
import java.util.List;

/**
 * How a log pushes back, one line a measurement: whether goodput falls, how soon a refusal comes,
 * what it advises, and what a request, refused or not, costs the server.
 */
public final class PushBackTable {

  private static final double MICROS_PER_MILLI = 1e3;

  private PushBackTable() {}

  /**
   * Empty where nothing was refused.
   *
   * @param measurements the first one is of the maximum
   */
  public static String text(List<Measurement> measurements) {
    if (measurements.stream().allMatch(m -> m.result().pushBack().count() == 0)) {
      return "";
    }
    Table table =
        Table.of(
            "push-back",
            "goodput / max",
            "refused/s",
            "after p50 ms",
            "after p99 ms",
            "advised p50 ms",
            "advised max ms",
            "server µs/request",
            "client µs/request");
    double maximum = measurements.get(0).result().acknowledged();
    measurements.forEach(measurement -> append(table, measurement, maximum));
    return table.text();
  }

  private static void append(Table table, Measurement measurement, double maximum) {
    LoadResult result = measurement.result();
    PushBack pushBack = result.pushBack();
    double requests = measurement.acknowledged() + pushBack.count();
    table.row(
        measurement.name(),
        Numbers.text(result.acknowledged() / maximum),
        Numbers.text(pushBack.perSecond()),
        millis(pushBack.after(), pushBack.after().p50()),
        millis(pushBack.after(), pushBack.after().p99()),
        millis(pushBack.advised(), pushBack.advised().p50()),
        millis(pushBack.advised(), pushBack.advised().max()),
        Numbers.text(measurement.cpuMicros() / requests),
        Numbers.text(measurement.clientCpuMicros() / requests));
  }

  private static String millis(Quantiles of, long micros) {
    return of.count() == 0 ? "-" : Numbers.text(micros / MICROS_PER_MILLI);
  }
}
