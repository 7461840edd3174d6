package dev.vitrine.bench.micro;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.report.Machine;
import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Table;
import dev.vitrine.crypto.CryptoProviders;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tables and JSON of a run of several rounds. */
record MicroReport(Machine machine, List<Round> rounds) {

  MicroReport {
    rounds = List.copyOf(rounds);
  }

  String text() {
    return machine.text()
        + "\nsignatures by "
        + engines()
        + "\nmedian of "
        + rounds.size()
        + " rounds (lowest–highest)\n\n"
        + targets()
        + "\n"
        + benchmarks();
  }

  private static String engines() {
    return CryptoProviders.inUse().entrySet().stream()
        .map(engine -> engine.getKey() + ": " + engine.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Targets that were measured and missed. */
  List<String> misses() {
    return MicroTarget.ALL.stream()
        .filter(this::measured)
        .filter(target -> !target.passes(Numbers.median(values(target.figure()))))
        .map(MicroTarget::name)
        .toList();
  }

  private boolean measured(MicroTarget target) {
    return rounds.stream().allMatch(target::measuredBy);
  }

  private double[] values(ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).toArray();
  }

  private String targets() {
    Table table = Table.of("target", "limit", "measured", "spread", "verdict");
    for (MicroTarget target : MicroTarget.ALL) {
      if (!measured(target)) {
        table.row(target.name(), target.limitText(), "-", "-", "not measured");
        continue;
      }
      double[] values = values(target.figure());
      double median = Numbers.median(values);
      table.row(
          target.name(),
          target.limitText(),
          (Numbers.text(median) + " " + target.unit()).trim(),
          Numbers.spread(values),
          target.passes(median) ? "pass" : "MISS");
    }
    return table.text();
  }

  private String benchmarks() {
    Table table = Table.of("benchmark", "ns/op", "spread", "B/op");
    for (String name : rounds.get(0).scores().keySet()) {
      double[] nanos = values(round -> round.nanos(name));
      table.row(
          name,
          Numbers.text(Numbers.median(nanos)),
          Numbers.spread(nanos),
          Numbers.text(Numbers.median(values(round -> round.bytes(name)))));
    }
    return table.text();
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("machine", machine.json());
    json.put("signatures", engines());
    for (Round round : rounds) {
      ObjectNode scores = json.withArray("rounds").addObject();
      round
          .scores()
          .forEach(
              (name, score) ->
                  scores
                      .putObject(name)
                      .put("nanos", score.nanos())
                      .put("fastestNanos", score.fastest())
                      .put("slowestNanos", score.slowest())
                      .put("bytes", score.bytes()));
    }
    for (MicroTarget target : MicroTarget.ALL) {
      ObjectNode one = json.withArray("targets").addObject();
      one.put("name", target.name()).put("limit", target.limitText());
      if (measured(target)) {
        double median = Numbers.median(values(target.figure()));
        one.put("median", median).put("pass", target.passes(median));
      }
    }
    return json;
  }
}
