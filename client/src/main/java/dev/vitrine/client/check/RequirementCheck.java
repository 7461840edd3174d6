package dev.vitrine.client.check;

import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Rebuild;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what is known of an entry with what a reader requires. */
final class RequirementCheck {
  private RequirementCheck() {}

  /**
   * What is missing, one sentence each; empty where all is met.
   *
   * @param since the instant from which the entry's age counts; empty where none can be believed
   */
  static List<String> missing(
      Requirements required,
      LoggedRecord record,
      Companions companions,
      Optional<Instant> since,
      Instant now) {
    List<String> missing = new ArrayList<>(age(required, record, since, now));
    long good =
        companions.rebuilds().stream()
            .map(rebuild -> (Rebuild) rebuild.statement().predicate())
            .filter(RecordFacts::isGood)
            .filter(
                rebuild ->
                    !required.independentOnly()
                        || rebuild.getIndependence() != Rebuild.Independence.VENDOR)
            .count();
    if (good < required.rebuilders()) {
      missing.add(
          "rebuilders that say GOOD: %d (expected: at least %d%s)"
              .formatted(
                  good,
                  required.rebuilders(),
                  required.independentOnly() ? ", not the vendor" : ""));
    }
    for (String statement : required.countersignatures()) {
      if (companions.countersignatures().stream().noneMatch(c -> says(c, statement, now))) {
        missing.add("countersignature %s: none (expected: one in force)".formatted(statement));
      }
    }
    return missing;
  }

  private static boolean says(LoggedRecord record, String statement, Instant now) {
    Countersign countersign = (Countersign) record.statement().predicate();
    boolean inForce =
        !countersign.hasValidUntil()
            || dev.vitrine.record.Times.instant(countersign.getValidUntil()).isAfter(now);
    return inForce && countersign.getStatement().name().equals(statement);
  }

  static List<String> age(
      Requirements required, LoggedRecord record, Optional<Instant> since, Instant now) {
    if (required.minEntryAge().isZero() || record.isEmergency()) {
      return List.of();
    }
    if (since.isEmpty()) {
      return List.of(
          "age of the entry: not known (expected: at least %s)"
              .formatted(Requirements.words(required.minEntryAge())));
    }
    Duration age = Duration.between(since.get(), now);
    return age.compareTo(required.minEntryAge()) >= 0
        ? List.of()
        : List.of(
            "age of the entry: %s (expected: at least %s)"
                .formatted(Requirements.words(age), Requirements.words(required.minEntryAge())));
  }
}
