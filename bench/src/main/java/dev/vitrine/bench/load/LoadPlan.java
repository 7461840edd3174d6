package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;

/**
 * What to offer.
 *
 * @param rate entries a second; absent for as many as the outstanding limit lets through
 * @param poisson random arrivals with that mean instead of even ones
 * @param outstanding most entries unanswered at a time
 * @param duplicateShare share of requests that repeat an entry, 0 to below 1
 * @param seed makes entries and arrivals repeatable; two runs against one log need different ones
 */
public record LoadPlan(
    OptionalDouble rate,
    boolean poisson,
    int outstanding,
    double duplicateShare,
    long seed,
    Window window) {

  /** Outstanding entries of open arrival: bounds the generator's memory, not the load. */
  public static final int OPEN_OUTSTANDING = 100_000;

  public LoadPlan {
    if (outstanding < 1) {
      throw new IllegalArgumentException("outstanding: " + outstanding + " (expected: 1 or more)");
    }
  }

  Schedule schedule() {
    double perSecond = rate.orElseThrow();
    return poisson ? Schedule.poisson(perSecond, seed) : Schedule.constant(perSecond);
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rate", rate.isPresent() ? Double.toString(rate.getAsDouble()) : "max");
    json.put("poisson", poisson);
    json.put("outstanding", outstanding);
    json.put("duplicateShare", duplicateShare);
    json.put("seed", seed);
    json.put("warmUpSeconds", window.warmUp().toMillis() / 1e3);
    json.put("measuredSeconds", window.measured().toMillis() / 1e3);
    return json;
  }
}
