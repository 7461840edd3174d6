package dev.vitrine.client.monitor;

import java.util.OptionalLong;

/**
 * What a rule says about one entry, or about the log as a whole.
 *
 * @param rule stable name, UPPER_SNAKE_CASE
 * @param subject what it is about, a product version, a stream, a data set; with the rule and the
 *     index it makes the alert's identity, so it must not hold a time or a counter
 * @param index the entry, empty if the finding is about something that is missing
 */
public record Finding(
    String rule, Severity severity, String subject, String message, OptionalLong index) {
  public Finding {
    if (!rule.matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")) {
      throw new IllegalArgumentException("rule: " + rule + " (expected: UPPER_SNAKE_CASE)");
    }
  }

  public static Finding about(
      String rule, Severity severity, String subject, String message, long index) {
    return new Finding(rule, severity, subject, message, OptionalLong.of(index));
  }

  public static Finding general(String rule, Severity severity, String subject, String message) {
    return new Finding(rule, severity, subject, message, OptionalLong.empty());
  }
}
