package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one run measured.
 *
 * @param offered entries a second due in the window
 * @param acknowledged entries a second acknowledged in the window
 * @param pushBack entries that were refused
 * @param histogram latency in microseconds of the entries due in the window
 * @param slices the run by tenths of a second, where its rate changes on the way
 * @param failures by reason, of the whole run; empty in a good one
 */
public record LoadResult(
    LoadPlan plan,
    double offered,
    double acknowledged,
    PushBack pushBack,
    Histogram histogram,
    List<Second> seconds,
    List<Slice> slices,
    Map<String, Long> failures,
    Acks acks) {

  public LoadResult {
    seconds = List.copyOf(seconds);
    slices = List.copyOf(slices);
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
    json.put("refusedPerSecond", pushBack.perSecond());
    json.set("latency", latency().json());
    json.set("refusals", pushBack.json());
    new TreeMap<>(failures).forEach(json.withObject("/failures")::put);
    for (Second second : seconds) {
      json.withArray("seconds")
          .addObject()
          .put("at", second.at())
          .put("acknowledgedPerSecond", second.perSecond())
          .setAll(second.latency().json());
    }
    slices.forEach(slice -> json.withArray("slices").add(slice.json()));
    return json;
  }
}
