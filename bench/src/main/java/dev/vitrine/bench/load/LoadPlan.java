package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What to offer.
 *
 * @param steps the rates of the run, one after the other; none for as many entries as the
 *     outstanding limit lets through
 * @param poisson random arrivals with the mean of the only step instead of even ones
 * @param outstanding most entries unanswered at a time
 * @param duplicateShare share of requests that repeat an entry, 0 to below 1
 * @param seed makes entries and arrivals repeatable; two runs against one log need different ones
 */
public record LoadPlan(
    List<Step> steps,
    boolean poisson,
    int outstanding,
    double duplicateShare,
    long seed,
    Window window) {

  /** Outstanding entries of open arrival: bounds the generator's memory, not the load. */
  public static final int OPEN_OUTSTANDING = 100_000;

  public LoadPlan {
    steps = List.copyOf(steps);
    if (outstanding < 1) {
      throw new IllegalArgumentException("outstanding: " + outstanding + " (expected: 1 or more)");
    }
    EntryChoice.requireShare(duplicateShare);
  }

  /** The plan with one rate throughout, or none. */
  public static LoadPlan of(
      OptionalDouble rate,
      boolean poisson,
      int outstanding,
      double duplicateShare,
      long seed,
      Window window) {
    Duration whole = Duration.ofNanos(window.endNanos());
    List<Step> steps = rate.isPresent() ? List.of(new Step(rate.getAsDouble(), whole)) : List.of();
    return new LoadPlan(steps, poisson, outstanding, duplicateShare, seed, window);
  }

  /** Whether entries are due at times fixed in advance. */
  boolean hasSchedule() {
    return !steps.isEmpty();
  }

  /** Whether the rate changes on the way, so that the way is what is of interest. */
  boolean isStepped() {
    return steps.size() > 1;
  }

  Schedule schedule() {
    return poisson && !isStepped()
        ? Schedule.poisson(steps.get(0).perSecond(), seed)
        : Schedule.steps(steps);
  }

  /** Entries that are due, or empty where that is for the log to say. */
  OptionalDouble dueEntries() {
    return hasSchedule()
        ? OptionalDouble.of(
            steps.stream().mapToDouble(s -> s.perSecond() * s.lasts().toNanos() / 1e9).sum())
        : OptionalDouble.empty();
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rate", hasSchedule() ? Double.toString(steps.get(0).perSecond()) : "max");
    for (Step step : isStepped() ? steps : List.<Step>of()) {
      json.withArray("steps")
          .addObject()
          .put("rate", step.perSecond())
          .put("seconds", step.lasts().toMillis() / 1e3);
    }
    json.put("poisson", poisson);
    json.put("outstanding", outstanding);
    json.put("duplicateShare", duplicateShare);
    json.put("seed", seed);
    json.put("warmUpSeconds", window.warmUp().toMillis() / 1e3);
    json.put("measuredSeconds", window.measured().toMillis() / 1e3);
    return json;
  }
}
