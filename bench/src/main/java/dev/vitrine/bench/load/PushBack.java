package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The entries that a run was refused.
 *
 * @param perSecond of the window
 * @param after time from when they were due to the refusal
 * @param advised how long the log said to wait; only of those where it did
 * @param reasons how many for each reason, of the whole run
 */
public record PushBack(
    double perSecond, Quantiles after, Quantiles advised, Map<String, Long> reasons) {

  public PushBack {
    reasons = Map.copyOf(reasons);
  }

  long count() {
    return after.count();
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    reasons.forEach(json.withObject("/reasons")::put);
    json.set("after", after.json());
    json.set("advised", advised.json());
    return json;
  }
}
