package dev.vitrine.client.audit;

import java.time.Duration;

/**
 * What a clean audit has read.
 *
 * @param entries entries of the head
 * @param resumedFrom entries that an earlier run had done; 0 where all were read now
 * @param entryBytes bytes of the entries read now
 * @param tiles hash tiles read now, of all levels
 * @param bundles entry bundles read now
 * @param duration how long it took
 */
public record AuditReport(
    long entries, long resumedFrom, long entryBytes, long tiles, long bundles, Duration duration) {

  /**
   * The rate of the entries read now.
   *
   * @return entries a second
   */
  public double entriesPerSecond() {
    return (entries - resumedFrom) * 1e9 / Math.max(1, duration.toNanos());
  }
}
