package dev.vitrine.client.cli;

import dev.vitrine.admission.Regions;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * The region that {@code vitrine where} is asked about, at a time: of a member of the European
 * Union, records may speak by name, or as of a part of the Union that they do not name.
 */
record AskedRegion(String code, Instant at) {
  static AskedRegion of(String code, Instant at) throws UsageException {
    if (!Regions.isRegion(code)) {
      throw new UsageException(
          "--region: " + code + " (expected: an ISO 3166-1 alpha-2 code in capitals, or EU)");
    }
    return new AskedRegion(code, at);
  }

  /** The codes under which the look-up knows what may speak of the region. */
  Set<String> codes() {
    Set<String> codes = new TreeSet<>(EuropeanUnion.spelledOut(Set.of(code), at));
    if (EuropeanUnion.isMember(code, at)) {
      codes.add(EuropeanUnion.CODE);
    }
    return codes;
  }

  /** Whether data of these regions is certainly, at least in part, of the region. */
  boolean isNamedBy(Set<String> told) {
    return EuropeanUnion.spelledOut(Set.of(code), at).stream().anyMatch(told::contains);
  }

  /** Whether data of these regions is of the Union, and may be of this member of it. */
  boolean mayBeMeantBy(Set<String> told) {
    return !isNamedBy(told)
        && EuropeanUnion.isMember(code, at)
        && told.contains(EuropeanUnion.CODE);
  }
}
