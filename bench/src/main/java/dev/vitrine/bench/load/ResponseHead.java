package dev.vitrine.bench.load;

import java.util.Locale;

/**
 * The parts of an HTTP/1.1 response head that the load generator needs.
 *
 * @param contentLength -1 where the head has none
 * @param retryAfterMillis 0 where the head has none
 */
record ResponseHead(int status, int contentLength, long retryAfterMillis, boolean close) {

  /**
   * @param head status line and header lines, without the empty line
   * @throws IllegalArgumentException if it is no HTTP/1.1 response head
   */
  static ResponseHead parse(String head) {
    if (!head.startsWith("HTTP/1.1 ") || head.length() < 12) {
      throw new IllegalArgumentException("response head: " + head + " (expected: HTTP/1.1 …)");
    }
    int length = -1;
    long retryAfter = 0;
    boolean close = false;
    int line = head.indexOf('\n');
    while (line >= 0) {
      int next = head.indexOf('\n', line + 1);
      String header = (next < 0 ? head.substring(line + 1) : head.substring(line + 1, next)).trim();
      line = next;
      int colon = header.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String value = header.substring(colon + 1).trim();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "retry-after" -> retryAfter = millis(value);
        case "connection" -> close = value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    return new ResponseHead(Integer.parseInt(head.substring(9, 12)), length, retryAfter, close);
  }

  private static long millis(String seconds) {
    return seconds.chars().allMatch(Character::isDigit) && !seconds.isEmpty()
        ? Long.parseLong(seconds) * 1000
        : 1000;
  }
}
