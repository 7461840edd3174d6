package dev.vitrine.client.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A finding as it leaves the monitor, with what somebody else needs to check it.
 *
 * @param sequence 1, 2, 3, … for each log, without gaps
 * @param time when the monitor saw it
 * @param origin the log
 * @param entry the entry's exact bytes, if the finding has one
 * @param proof a {@code .tlog-proof} of the entry, the evidence file of a fork, or, of what is
 *     missing or a log that stands, the last signed head that verified
 */
public record Alert(
    long sequence,
    Instant time,
    String origin,
    Finding finding,
    Optional<byte[]> entry,
    Optional<String> proof) {
  /** Digits of the id in {@link #text()}. */
  static final int TEXT_ID = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  public Alert {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 1)");
    }
  }

  /**
   * The same for the same finding however often a monitor is restarted or its state rebuilt:
   * hexadecimal SHA-256 of origin, rule, subject and index.
   */
  public String id() {
    String index = finding.index().isPresent() ? Long.toString(finding.index().getAsLong()) : "-";
    String text = String.join("\n", origin, finding.rule(), index, finding.subject());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** One line of JSON, without the line's end. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id());
    node.put("sequence", sequence);
    node.put("time", time.toString());
    node.put("origin", origin);
    node.put("rule", finding.rule());
    node.put("severity", finding.severity().name());
    node.put("subject", finding.subject());
    node.put("message", finding.message());
    finding.index().ifPresent(index -> node.put("index", index));
    entry.ifPresent(bytes -> node.put("entry", Base64.getEncoder().encodeToString(bytes)));
    proof.ifPresent(text -> node.put("proof", text));
    return node.toString();
  }

  /**
   * @throws IllegalArgumentException if the line is not one of {@link #json()}
   */
  public static Alert parse(String line) {
    try {
      return parse(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("alert: " + e.getOriginalMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("alert: " + e.getMessage(), e);
    }
  }

  private static Alert parse(JsonNode node) {
    String rule = node.path("rule").asText();
    Severity severity = Severity.valueOf(node.path("severity").asText());
    String subject = node.path("subject").asText();
    String message = node.path("message").asText();
    Finding finding =
        node.has("index")
            ? Finding.about(rule, severity, subject, message, node.path("index").asLong())
            : Finding.general(rule, severity, subject, message);
    return new Alert(
        node.path("sequence").asLong(),
        Instant.parse(node.path("time").asText()),
        node.path("origin").asText(),
        finding,
        Optional.ofNullable(node.get("entry"))
            .map(entry -> Base64.getDecoder().decode(entry.asText())),
        Optional.ofNullable(node.get("proof")).map(JsonNode::asText));
  }

  /**
   * One line for a terminal. What a record says of itself is shown with its control characters
   * escaped: it may be anybody's.
   */
  public String text() {
    String where = finding.index().isPresent() ? " entry " + finding.index().getAsLong() : "";
    return printable(
        String.format(
            "%s %s %s #%d %s: %s%s: %s",
            time,
            finding.severity(),
            origin,
            sequence,
            id().substring(0, TEXT_ID),
            finding.rule(),
            where,
            finding.message()));
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format("\\u{%x}", c));
              }
            });
    return line.toString();
  }

  /** Neither moves a cursor, nor ends a line, nor turns the direction of what follows. */
  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
