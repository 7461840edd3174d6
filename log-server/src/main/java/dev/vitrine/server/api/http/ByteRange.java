package dev.vitrine.server.api.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of a {@code Range: bytes=} header (RFC 9110, section 14).
 *
 * @param from first byte
 * @param to byte after the last; {@code from} where nothing of the body is asked for
 */
record ByteRange(int from, int to) {
  private static final Pattern RANGE =
      Pattern.compile("bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", Pattern.CASE_INSENSITIVE);

  private static final ByteRange BEYOND = new ByteRange(0, 0);

  /** Longer numbers are beyond every body, and all alike. */
  private static final int MAX_DIGITS = 18;

  /**
   * What a header asks of a body.
   *
   * @return empty where it is to be ignored, since it asks for several ranges, in another unit, or
   *     for nothing that can be understood; an empty range where it lies beyond the body
   */
  static Optional<ByteRange> parse(String header, int length) {
    Matcher range = RANGE.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(length, number(range.group(2)));
      return Optional.of(last == 0 ? BEYOND : new ByteRange((int) (length - last), length));
    }
    long from = number(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
    if (last < from) {
      return Optional.empty();
    }
    return Optional.of(
        from >= length ? BEYOND : new ByteRange((int) from, (int) Math.min(length - 1L, last) + 1));
  }

  private static long number(String digits) {
    return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  /** Whether nothing of the body is asked for. */
  boolean isEmpty() {
    return from == to;
  }
}
