package dev.vitrine.server.api.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of a {@code Range: bytes=} header (RFC 9110, section 14).
 *
 * @param from first byte
 * @param to byte after the last
 */
record ByteRange(int from, int to) {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,10})-([0-9]{0,10})");

  /**
   * What a header asks of a body; the whole body where it asks for nothing or for several ranges.
   */
  static Optional<ByteRange> parse(String header, int length) {
    Matcher range = RANGE.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.of(new ByteRange(0, length));
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(length, Long.parseLong(range.group(2)));
      return last == 0
          ? Optional.empty()
          : Optional.of(new ByteRange((int) (length - last), length));
    }
    long from = Long.parseLong(range.group(1));
    long to = range.group(2).isEmpty() ? length : Long.parseLong(range.group(2)) + 1;
    if (from >= length || to <= from) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange((int) from, (int) Math.min(length, to)));
  }
}
