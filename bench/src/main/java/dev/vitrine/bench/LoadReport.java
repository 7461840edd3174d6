package dev.vitrine.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.load.LatencyPlots;
import dev.vitrine.bench.load.LoadResult;
import dev.vitrine.bench.load.Measurement;
import dev.vitrine.bench.load.MeasurementTable;
import dev.vitrine.bench.load.PushBackTable;
import dev.vitrine.bench.load.Recovery;
import dev.vitrine.bench.load.StageTable;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.ReportFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code bench load} tells.
 *
 * @param measurements at least one; the first is the maximum where others are multiples of it
 * @param recovery the run whose rate fell, where there was one
 */
record LoadReport(Machine machine, List<Measurement> measurements, Optional<Measurement> recovery) {

  boolean sound() {
    return all().allMatch(Measurement::sound);
  }

  private Stream<Measurement> all() {
    return Stream.concat(measurements.stream(), recovery.stream());
  }

  void write(PrintWriter print, ReportFolder folder) throws IOException {
    Optional<Recovery> recovered = recovery.map(Measurement::result).map(Recovery::of);
    String text = text(recovered);
    print.println(text);
    all().forEach(measurement -> printFaults(print, measurement));
    print.println("written: " + folder.write("load.md", text));
    print.println("written: " + folder.write("load.json", json(recovered)));
    Map<String, LoadResult> runs = new LinkedHashMap<>();
    measurements.forEach(one -> runs.put(one.name(), one.result()));
    print.println("written: " + folder.write("latency.svg", LatencyPlots.byPercentile(runs)));
    Measurement last = measurements.get(measurements.size() - 1);
    String overTime = LatencyPlots.overTime(last.name(), last.result());
    print.println("written: " + folder.write("latency-over-time.svg", overTime));
    if (recovered.isPresent()) {
      String plot = recovered.get().plot();
      print.println("written: " + folder.write("recovery.svg", plot));
    }
    print.flush();
  }

  private String text(Optional<Recovery> recovered) {
    return Stream.of(
            machine.text(),
            MeasurementTable.text(measurements),
            PushBackTable.text(measurements),
            recovered.map(Recovery::text).orElse(""),
            StageTable.text(measurements))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private ObjectNode json(Optional<Recovery> recovered) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("machine", machine.json());
    all().forEach(measurement -> json.withArray("runs").add(measurement.json()));
    recovered.ifPresent(back -> json.set("recovery", back.json()));
    return json;
  }

  private static void printFaults(PrintWriter print, Measurement measurement) {
    LoadResult result = measurement.result();
    String in = " in " + measurement.name() + ": ";
    result.failures().forEach((why, n) -> print.println(n + " failed" + in + why));
    result.pushBack().reasons().forEach((why, n) -> print.println(n + " refused" + in + why));
  }
}
