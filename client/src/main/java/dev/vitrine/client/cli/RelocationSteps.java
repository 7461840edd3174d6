package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.v1.DataRelocation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps of relocations that a log tells of, verified, as far as an answer needs them. */
final class RelocationSteps {
  private final LogClient client;
  private final RecordServer server;
  private final long end;
  private final Instant at;
  private final Set<Long> read = new HashSet<>();
  private final SortedMap<Long, DataRelocation> steps = new TreeMap<>();

  /**
   * @param end no entry from here on counts
   * @param at nothing issued later counts
   */
  RelocationSteps(LogClient client, RecordServer server, long end, Instant at) {
    this.client = client;
    this.server = server;
    this.end = end;
    this.at = at;
  }

  /**
   * Finds the datasets of which a record names one of the regions, with all that was told of them:
   * a later step, or another relocation of the same data, may name other regions.
   */
  DataPlaces ofRegions(Set<String> regions) throws Exception {
    for (String region : regions) {
      read(server.all("region", region));
    }
    Set<String> datasets = new HashSet<>();
    steps.values().forEach(step -> datasets.add(step.getDataset().getId()));
    for (String dataset : datasets) {
      read(server.all("dataset", dataset));
    }
    DataPlaces places = new DataPlaces();
    steps.forEach(places::add);
    return places;
  }

  private void read(List<RecordServer.Hit> hits) throws Exception {
    for (RecordServer.Hit hit : hits) {
      if (hit.index() < end && read.add(hit.index())) {
        Statement statement = Envelope.parse(client.entry(hit.index()).bytes()).statement();
        boolean told = !Times.instant(statement.common().getIssuedAt()).isAfter(at);
        if (told && statement.predicate() instanceof DataRelocation step) {
          steps.put(hit.index(), step);
        }
      }
    }
  }
}
