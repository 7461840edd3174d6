package dev.vitrine.bench.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Table;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Tables of the append rounds. */
record AppendReport(Map<String, List<PeerRun>> runs) {

  private static final String OURS = "vitrine";
  private static final String THEIRS = "tessera";
  private static final double MIB = 1 << 20;
  private static final double RATE_TARGET = 2;
  private static final double CPU_TARGET = 0.25;
  private static final double DISK_TARGET = 1.12;

  String text() {
    return figures() + "\n" + ratios();
  }

  private String figures() {
    Table table =
        Table.of(
            "POST /add",
            "acknowledged/s",
            "spread",
            "server µs/entry",
            "spread",
            "p50 ms",
            "p99 ms",
            "RSS MiB",
            "disk / payload",
            "refused",
            "verified",
            "wrong",
            "at 2nd index");
    runs.forEach((name, list) -> append(table, name, list));
    return table.text();
  }

  private static void append(Table table, String name, List<PeerRun> list) {
    table.row(
        name,
        median(list, PeerRun::rate),
        spread(list, PeerRun::rate),
        median(list, PeerRun::cpu),
        spread(list, PeerRun::cpu),
        median(list, run -> run.measurement().result().latency().p50() / 1e3),
        median(list, run -> run.measurement().result().latency().p99() / 1e3),
        median(list, run -> run.measurement().residentBytes() / MIB),
        median(list, PeerRun::diskPerPayload),
        sum(list, AppendReport::refused),
        sum(list, run -> run.measurement().audit().verified()),
        sum(list, run -> run.measurement().audit().wrong()),
        sum(list, run -> run.measurement().audit().repeated()));
  }

  private static double refused(PeerRun run) {
    return run.measurement().result().pushBack().reasons().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private String ratios() {
    Table table = Table.of("vitrine to", "rate ×", "spread", "CPU per entry ×", "spread");
    runs.forEach(
        (name, list) -> {
          if (!name.equals(OURS)) {
            double[] rates = ratios(name, PeerRun::rate);
            double[] cpus = ratios(name, PeerRun::cpu);
            table.row(
                name,
                Numbers.text(Numbers.median(rates)),
                Numbers.spread(rates),
                Numbers.text(Numbers.median(cpus)),
                Numbers.spread(cpus));
          }
        });
    return table.text() + "\n" + verdicts();
  }

  private double[] ratios(String peer, ToDoubleFunction<PeerRun> figure) {
    List<PeerRun> ours = runs.getOrDefault(OURS, List.of());
    List<PeerRun> theirs = runs.getOrDefault(peer, List.of());
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    return ratios;
  }

  private String verdicts() {
    StringBuilder text = new StringBuilder();
    if (runs.containsKey(THEIRS)) {
      double rate = Numbers.median(ratios(THEIRS, PeerRun::rate));
      double cpu = Numbers.median(ratios(THEIRS, PeerRun::cpu));
      boolean pass = rate >= RATE_TARGET || cpu <= CPU_TARGET;
      text.append(
          verdict(pass, "rate ≥ 2 × Tessera's, or server CPU per entry ≤ 1/4 of Tessera's"));
    }
    double disk = value(runs.getOrDefault(OURS, List.of()), PeerRun::diskPerPayload);
    text.append(verdict(disk <= DISK_TARGET, "bytes on disk ≤ 1.12 × payload"));
    return text.toString();
  }

  static String verdict(boolean pass, String target) {
    return (pass ? "pass: " : "MISS: ") + target + "\n";
  }

  private static double value(List<PeerRun> list, ToDoubleFunction<PeerRun> figure) {
    return Numbers.median(list.stream().mapToDouble(figure).toArray());
  }

  private static String median(List<PeerRun> list, ToDoubleFunction<PeerRun> figure) {
    return Numbers.text(value(list, figure));
  }

  private static String spread(List<PeerRun> list, ToDoubleFunction<PeerRun> figure) {
    return Numbers.spread(list.stream().mapToDouble(figure).toArray());
  }

  private static long sum(List<PeerRun> list, ToDoubleFunction<PeerRun> figure) {
    return (long) list.stream().mapToDouble(figure).sum();
  }

  /** Whether no server of ours lost or misplaced what it acknowledged. */
  boolean sound() {
    return runs.getOrDefault(OURS, List.of()).stream().allMatch(run -> run.measurement().sound());
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    runs.forEach((name, list) -> list.forEach(run -> json.withArray("/" + name).add(run.json())));
    return json;
  }
}
