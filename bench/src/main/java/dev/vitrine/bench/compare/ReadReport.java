package dev.vitrine.bench.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vitrine.bench.compare.ReadRounds.ReadRun;
import dev.vitrine.bench.report.Numbers;
import dev.vitrine.bench.report.Table;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Tables of the read rounds. */
record ReadReport(List<ReadRun> runs) {

  private static final double TILE_TARGET = 0.8;
  private static final double BUNDLE_TARGET = 0.5;

  ReadReport {
    runs = List.copyOf(runs);
  }

  String text() {
    Table table = Table.of("GET, 1 loop / 1 worker", "vitrine/s", "nginx/s", "ratio ×", "spread");
    double tiles = append(table, "full hash tile", ReadRun::vitrineTiles, ReadRun::nginxTiles);
    double bundles =
        append(table, "bundle of 256 × 1 KiB", ReadRun::vitrineBundles, ReadRun::nginxBundles);
    return table.text()
        + "\n"
        + AppendReport.verdict(tiles >= TILE_TARGET, "hash tiles ≥ 0.8 × nginx")
        + AppendReport.verdict(bundles >= BUNDLE_TARGET, "bundles ≥ 0.5 × nginx");
  }

  private double append(
      Table table, String name, ToDoubleFunction<ReadRun> ours, ToDoubleFunction<ReadRun> theirs) {
    double[] ratios =
        runs.stream()
            .mapToDouble(run -> ours.applyAsDouble(run) / theirs.applyAsDouble(run))
            .toArray();
    table.row(
        name,
        Numbers.text(Numbers.median(runs.stream().mapToDouble(ours).toArray())),
        Numbers.text(Numbers.median(runs.stream().mapToDouble(theirs).toArray())),
        Numbers.text(Numbers.median(ratios)),
        Numbers.spread(ratios));
    return Numbers.median(ratios);
  }

  ArrayNode json() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (ReadRun run : runs) {
      json.addObject()
          .put("vitrineTiles", run.vitrineTiles())
          .put("nginxTiles", run.nginxTiles())
          .put("vitrineBundles", run.vitrineBundles())
          .put("nginxBundles", run.nginxBundles());
    }
    return json;
  }
}
