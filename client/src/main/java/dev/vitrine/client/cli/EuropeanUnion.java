package dev.vitrine.client.cli;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose data a region's code means. EU means the member states and those of their parts that are in
 * the Union and have an ISO 3166-1 code of their own (Åland, and France's regions overseas), as
 * since July 2013, when Croatia came; no log of this form is older.
 */
final class EuropeanUnion {
  static final String CODE = "EU";

  private static final Set<String> LASTING =
      Set.of(
          ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
                  + " AX GF GP MF MQ RE YT")
              .split(" "));

  /** The United Kingdom left at the end of 31 January 2020, Brussels time. */
  private static final Instant GB_LEFT = Instant.parse("2020-01-31T23:00:00Z");

  private EuropeanUnion() {}

  static boolean isMember(String region, Instant at) {
    return LASTING.contains(region) || (region.equals("GB") && at.isBefore(GB_LEFT));
  }

  /** The regions, and where EU is among them all of its members too. */
  static Set<String> spelledOut(Set<String> regions, Instant at) {
    Set<String> all = new TreeSet<>(regions);
    if (all.contains(CODE)) {
      all.addAll(LASTING);
      if (isMember("GB", at)) {
        all.add("GB");
      }
    }
    return all;
  }

  /** Whether everybody of {@code inner} is of {@code outer}. */
  static boolean covers(Set<String> outer, Set<String> inner, Instant at) {
    return spelledOut(outer, at).containsAll(inner);
  }

  /** Whether somebody may be of both. */
  static boolean overlap(Set<String> a, Set<String> b, Instant at) {
    return !Collections.disjoint(spelledOut(a, at), spelledOut(b, at));
  }
}
