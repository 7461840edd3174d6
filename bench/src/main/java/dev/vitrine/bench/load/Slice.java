package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A tenth of a second of a run: what became of the entries that were <em>due</em> in it, whenever
 * that was known.
 *
 * @param at seconds after the start, at its beginning
 * @param refused entries pushed back
 * @param latency of the acknowledged ones
 */
public record Slice(double at, long refused, Quantiles latency) {

  /** How long a slice is. */
  static final double SECONDS = 0.1;

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", at).put("refused", refused).setAll(latency.json());
    return json;
  }
}
