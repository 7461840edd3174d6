package dev.vitrine.client.cli;

import dev.vitrine.v1.DataRelocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Where datasets are, by the relocations told so far. */
final class DataPlaces {
  private final Map<String, RelocationChain> chains = new LinkedHashMap<>();

  /** Adds a step; steps come in log order. */
  void add(long index, DataRelocation step) {
    chains.computeIfAbsent(step.getRelocationId(), id -> new RelocationChain()).add(index, step);
  }

  /**
   * One line a relocation, with everything a reader must know of it.
   *
   * @param whose which relocations, by the regions whose data they moved
   */
  List<Object> lines(Predicate<Set<String>> whose, Instant now) {
    List<Object> lines = new ArrayList<>();
    select(whose).forEach((id, chain) -> lines.add(chain.line(id, chains, now)));
    return lines;
  }

  /** Ids of relocations that should have been completed by now. */
  List<Object> overdue(Predicate<Set<String>> whose, Instant now) {
    List<Object> overdue = new ArrayList<>();
    select(whose)
        .forEach(
            (id, chain) -> chain.overdue(now).ifPresent(due -> overdue.add(id + ", due " + due)));
    return overdue;
  }

  private Map<String, RelocationChain> select(Predicate<Set<String>> whose) {
    Map<String, RelocationChain> selected = new LinkedHashMap<>(chains);
    selected.values().removeIf(chain -> !whose.test(chain.regions()));
    return selected;
  }
}
