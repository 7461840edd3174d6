package dev.vitrine.bench.load;

import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Where the CPU time of one acknowledged entry went, in microseconds, one line a measurement. */
public final class StageTable {

  static final List<String> STAGES =
      List.of("network", "parse", "verify", "state", "commit", "answer", "publish");

  private StageTable() {}

  /** Empty where the server told nothing of its stages. */
  public static String text(List<Measurement> measurements) {
    if (measurements.stream().allMatch(m -> m.stages().seconds().isEmpty())) {
      return "";
    }
    List<String> columns = new ArrayList<>(List.of("µs CPU an entry"));
    columns.addAll(STAGES);
    columns.addAll(List.of("JVM, store", "server", "client"));
    Table table = Table.of(columns.toArray(new String[0]));
    measurements.forEach(measurement -> append(table, measurement));
    return table.text();
  }

  private static void append(Table table, Measurement measurement) {
    List<Object> cells = new ArrayList<>(List.of(measurement.name()));
    double entries = measurement.acknowledged();
    for (String stage : STAGES) {
      cells.add(Numbers.text(measurement.stages().micros(stage) / entries));
    }
    cells.add(
        Numbers.text((measurement.cpuMicros() - measurement.stages().totalMicros()) / entries));
    cells.add(Numbers.text(measurement.cpuMicros() / entries));
    cells.add(Numbers.text(measurement.clientCpuMicros() / entries));
    table.row(cells.toArray());
  }
}
