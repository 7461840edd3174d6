package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Base64;

/**
 * Where a mirror stands with a log: the body of an answer 202 or 409 to {@code add-entries}.
 *
 * @param pendingSize size of the newest checkpoint it was told of
 * @param nextEntry index of the first entry it does not hold
 * @param ticket to be sent back with the next upload, may be empty; not copied
 */
public record MirrorInfo(long pendingSize, long nextEntry, byte[] ticket) {
  /** Content type of that body. */
  public static final String TYPE = "text/x.tlog.mirror-info";

  public MirrorInfo {
    if (pendingSize < 0 || nextEntry < 0) {
      throw new IllegalArgumentException(
          "mirror-info: sizes " + pendingSize + ", " + nextEntry + " (expected: 0..2^63-1)");
    }
  }

  /**
   * @throws IOException if the text is not of that form
   */
  public static MirrorInfo parse(byte[] body) throws IOException {
    String text = new String(body, US_ASCII);
    String[] lines = text.split("\n", -1);
    try {
      if (lines.length != 4 || !lines[3].isEmpty()) {
        throw new IllegalArgumentException((lines.length - 1) + " lines (expected: 3)");
      }
      return new MirrorInfo(number(lines[0]), number(lines[1]), base64(lines[2]));
    } catch (IllegalArgumentException e) {
      throw new IOException("mirror-info: " + e.getMessage(), e);
    }
  }

  /** The body's text. */
  public String encode() {
    return pendingSize
        + "\n"
        + nextEntry
        + "\n"
        + Base64.getEncoder().encodeToString(ticket)
        + "\n";
  }

  private static long number(String text) {
    if (!text.matches("0|[1-9][0-9]{0,18}")) {
      throw new IllegalArgumentException("size: " + text + " (expected: 0..2^63-1)");
    }
    return Long.parseLong(text);
  }

  private static byte[] base64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("ticket: " + text + " (expected: canonical base64)");
    }
    return bytes;
  }
}
