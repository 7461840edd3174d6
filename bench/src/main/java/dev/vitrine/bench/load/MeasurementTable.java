package dev.vitrine.bench.load;

import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Table;
import java.util.List;

/** Measurements as a table, one line each. */
public final class MeasurementTable {

  private static final double MICROS_PER_MILLI = 1e3;
  private static final double MIB = 1 << 20;

  private MeasurementTable() {}

  public static String text(List<Measurement> measurements) {
    Table table =
        Table.of(
            "run",
            "offered/s",
            "acknowledged/s",
            "refused/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "server µs/entry",
            "RSS MiB",
            "verified",
            "wrong",
            "failed");
    measurements.forEach(measurement -> append(table, measurement));
    return table.text();
  }

  private static void append(Table table, Measurement measurement) {
    LoadResult result = measurement.result();
    Quantiles latency = result.latency();
    table.row(
        measurement.name(),
        Numbers.text(result.offered()),
        Numbers.text(result.acknowledged()),
        Numbers.text(result.pushBack().perSecond()),
        Numbers.text(latency.p50() / MICROS_PER_MILLI),
        Numbers.text(latency.p99() / MICROS_PER_MILLI),
        Numbers.text(latency.p999() / MICROS_PER_MILLI),
        Numbers.text(latency.max() / MICROS_PER_MILLI),
        Numbers.text(measurement.cpuMicrosPerEntry()),
        Numbers.text(measurement.residentBytes() / MIB),
        measurement.audit().verified(),
        measurement.audit().wrong(),
        result.failures().values().stream().mapToLong(Long::longValue).sum());
  }
}
