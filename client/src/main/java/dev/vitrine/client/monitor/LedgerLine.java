package dev.vitrine.client.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * One release the vendor means to log: {@code {"product":"…","version":"…","sha256":"…",
 * "releasedAt":"2026-11-24T08:00:00Z"}}, for an update {@code "stream"} and {@code "sequence"}
 * instead of product and version.
 *
 * @param name product and version, or stream and sequence, with a space between
 * @param sha256 64 lower-case hexadecimal digits
 */
record LedgerLine(String name, String sha256, Instant releasedAt) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public LedgerLine {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "sha256: " + sha256 + " (expected: 64 lower-case hexadecimal digits)");
    }
  }

  /**
   * @throws IllegalArgumentException if the line is no such object
   */
  public static LedgerLine parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      String name =
          node.has("stream")
              ? text(node, "stream") + " " + text(node, "sequence")
              : text(node, "product") + " " + text(node, "version");
      return new LedgerLine(name, text(node, "sha256"), Instant.parse(text(node, "releasedAt")));
    } catch (JsonProcessingException | DateTimeParseException e) {
      throw new IllegalArgumentException("ledger line: " + line + ": " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isValueNode()) {
      throw new IllegalArgumentException("ledger line: " + node + " (expected: " + field + ")");
    }
    return value.asText();
  }
}
