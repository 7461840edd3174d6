package dev.vitrine.client.cli;

import dev.vitrine.v1.DataRelocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where datasets are, by the relocations told so far. */
final class DataPlaces {
  private final Map<String, RelocationChain> chains = new LinkedHashMap<>();

  /** Adds a step; steps come in log order. */
  void add(long index, DataRelocation step) {
    chains.computeIfAbsent(step.getRelocationId(), id -> new RelocationChain()).add(index, step);
  }

  boolean isEmpty() {
    return chains.isEmpty();
  }

  /** One line a relocation, with everything a reader must know of it. */
  List<Object> lines(Instant now) {
    List<Object> lines = new ArrayList<>();
    chains.forEach((id, chain) -> lines.add(chain.line(id, chains, now)));
    return lines;
  }

  /** Ids of relocations that should have been completed by now. */
  List<Object> overdue(Instant now) {
    List<Object> overdue = new ArrayList<>();
    chains.forEach(
        (id, chain) -> chain.overdue(now).ifPresent(due -> overdue.add(id + ", due " + due)));
    return overdue;
  }
}
