package dev.vitrine.client.monitor;

import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.Location;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Moves that are late, and data that turns up where it was declared gone. */
final class Relocations implements Rule {
  private static final String DUE = "due ";
  private static final String GONE = "gone ";

  @Override
  public String name() {
    return "relocations";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    if (record.predicate() instanceof DataRelocation move) {
      rememberDue(record.index(), move, memory);
      reportWhereGone(record.index(), move, memory, report);
      rememberGone(move, memory);
    }
  }

  @Override
  public void tick(Instant now, Memory memory, Consumer<Finding> report) {
    memory
        .withPrefix(DUE)
        .forEach(
            (name, value) -> {
              String[] dueAndIndex = value.split(" ", 2);
              Instant due = Instant.ofEpochSecond(Long.parseLong(dueAndIndex[0]));
              if (due.isBefore(now)) {
                String id = name.substring(DUE.length());
                report.accept(
                    Finding.about(
                        "RELOCATION_OVERDUE",
                        Severity.WARNING,
                        id,
                        "relocation " + id + " was to be completed by " + due,
                        Long.parseLong(dueAndIndex[1])));
              }
            });
  }

  private static void rememberDue(long index, DataRelocation move, Memory memory) {
    String name = DUE + move.getRelocationId();
    switch (move.getState()) {
      case COMPLETED, SOURCE_DISPOSED -> memory.remove(name);
      case PLANNED, STARTED -> {
        if (move.hasDue()) {
          memory.put(name, move.getDue().getSeconds() + " " + index);
        }
      }
      default -> {
        // A correction or an incident leaves the move as it was.
      }
    }
  }

  private static void reportWhereGone(
      long index, DataRelocation move, Memory memory, Consumer<Finding> report) {
    for (String country : named(move)) {
      memory
          .get(gone(move, country))
          .filter(relocation -> !relocation.equals(move.getRelocationId()))
          .ifPresent(
              relocation ->
                  report.accept(
                      Finding.about(
                          "DATA_WHERE_GONE",
                          Severity.CRITICAL,
                          move.getDataset().getId() + " " + country,
                          String.format(
                              "relocation %s (%s) names data set %s in %s, from where relocation %s"
                                  + " declared it gone",
                              move.getRelocationId(),
                              move.getState(),
                              move.getDataset().getId(),
                              country,
                              relocation),
                          index)));
    }
  }

  /** Countries in which the record says the data is, or is reached from, now. */
  private static Set<String> named(DataRelocation move) {
    Set<String> countries = new TreeSet<>();
    if (move.getState() != DataRelocation.State.SOURCE_DISPOSED) {
      countries.addAll(countries(move.getFromList()));
    }
    move.getRemoteAccessList().stream()
        .filter(access -> !access.hasUntil())
        .forEach(access -> countries.add(access.getCountry()));
    return countries;
  }

  private static void rememberGone(DataRelocation move, Memory memory) {
    switch (move.getState()) {
      case SOURCE_DISPOSED -> {
        Set<String> left = countries(move.getFromList());
        left.removeAll(countries(move.getToList()));
        left.forEach(country -> memory.put(gone(move, country), move.getRelocationId()));
      }
      // Data that openly moves to a country is no longer gone from it.
      case STARTED, COMPLETED ->
          countries(move.getToList()).forEach(country -> memory.remove(gone(move, country)));
      default -> {
        // Nothing has moved.
      }
    }
  }

  private static String gone(DataRelocation move, String country) {
    return GONE + move.getDataset().getId() + " " + country;
  }

  private static Set<String> countries(List<Location> places) {
    return places.stream().map(Location::getCountry).collect(Collectors.toCollection(TreeSet::new));
  }
}
