package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.LookupKey;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.v1.DataRelocation;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps of relocations that a log tells of, verified, as far as an answer needs them. */
final class RelocationSteps {
  private final LogClient client;
  private final long end;
  private final Instant at;
  private final Set<Long> read = new HashSet<>();
  private final SortedMap<Long, DataRelocation> steps = new TreeMap<>();

  /**
   * @param end no entry from here on counts
   * @param at nothing issued later counts
   */
  RelocationSteps(LogClient client, long end, Instant at) {
    this.client = client;
    this.end = end;
    this.at = at;
  }

  /**
   * Finds the datasets of which a record names one of the regions, with all that was told of them:
   * a later step, or another relocation of the same data, may name other regions.
   */
  DataPlaces ofRegions(Set<String> regions) throws Exception {
    for (String region : regions) {
      read(LookupKey.region(region));
    }
    Set<String> datasets = new HashSet<>();
    steps.values().forEach(step -> datasets.add(step.getDataset().getId()));
    for (String dataset : datasets) {
      read(LookupKey.dataset(dataset));
    }
    DataPlaces places = new DataPlaces();
    steps.forEach(places::add);
    return places;
  }

  private void read(LookupKey key) throws Exception {
    for (long index : LookupQuestion.required(client.lookup(key))) {
      if (index < end && read.add(index)) {
        Statement statement = FoundRecord.statement(index, client.entry(index).bytes());
        boolean told = !Times.instant(statement.common().getIssuedAt()).isAfter(at);
        if (told && statement.predicate() instanceof DataRelocation step) {
          steps.put(index, step);
        }
      }
    }
  }
}
