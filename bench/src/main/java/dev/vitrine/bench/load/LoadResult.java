package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one run measured.
 *
 * @param offered entries a second due in the window
 * @param acknowledged entries a second acknowledged in the window
 * @param refused entries a second pushed back in the window
 * @param histogram latency in microseconds of the entries due in the window
 * @param failures by reason, of the whole run; empty in a good one
 */
public record LoadResult(
    LoadPlan plan,
    double offered,
    double acknowledged,
    double refused,
    Histogram histogram,
    List<Second> seconds,
    Map<String, Long> refusals,
    Map<String, Long> failures,
    Acks acks) {

  public LoadResult {
    seconds = List.copyOf(seconds);
    refusals = Map.copyOf(refusals);
    failures = Map.copyOf(failures);
  }

  public Quantiles latency() {
    return Quantiles.of(histogram);
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("plan", plan.json());
    json.put("offeredPerSecond", offered);
    json.put("acknowledgedPerSecond", acknowledged);
    json.put("refusedPerSecond", refused);
    json.set("latency", latency().json());
    json.set("refusals", counts(refusals));
    json.set("failures", counts(failures));
    for (Second second : seconds) {
      json.withArray("seconds")
          .addObject()
          .put("at", second.at())
          .put("acknowledgedPerSecond", second.perSecond())
          .setAll(second.latency().json());
    }
    return json;
  }

  private static ObjectNode counts(Map<String, Long> counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    counts.forEach(json::put);
    return json;
  }
}
