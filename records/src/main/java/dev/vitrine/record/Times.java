package dev.vitrine.record;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** RFC 3339 in UTC, the one spelling of a time that records use: {@code 2026-11-24T07:30:00Z}. */
public final class Times {
  private static final int MIN_LENGTH = "2026-11-24T07:30:00Z".length();
  private static final int MAX_LENGTH = MIN_LENGTH + 10;
  private static final String PATTERN = "####-##-##T##:##:##";

  private Times() {}

  /**
   * @param text years 0001..9999, up to nine digits of fraction, ended by Z
   */
  public static Timestamp parse(String text) throws RecordFormatException {
    int length = text.length();
    if (length < MIN_LENGTH || length > MAX_LENGTH || text.charAt(length - 1) != 'Z') {
      throw bad(text);
    }
    for (int i = 0; i < PATTERN.length(); i++) {
      char want = PATTERN.charAt(i);
      char c = text.charAt(i);
      if (want == '#' ? c < '0' || c > '9' : c != want) {
        throw bad(text);
      }
    }
    int nanos = nanos(text, length);
    try {
      long seconds =
          LocalDateTime.of(
                  number(text, 0, 4),
                  number(text, 5, 7),
                  number(text, 8, 10),
                  number(text, 11, 13),
                  number(text, 14, 16),
                  number(text, 17, 19))
              .toEpochSecond(ZoneOffset.UTC);
      if (number(text, 0, 4) == 0) {
        throw bad(text);
      }
      return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    } catch (DateTimeException e) {
      throw bad(text);
    }
  }

  /** The proto3 message for an instant. */
  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** The instant of a message that {@link #parse} or {@link #of} made. */
  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  private static int nanos(String text, int length) throws RecordFormatException {
    if (length == MIN_LENGTH) {
      return 0;
    }
    if (text.charAt(PATTERN.length()) != '.' || length == MIN_LENGTH + 1) {
      throw bad(text);
    }
    int nanos = 0;
    for (int i = 0; i < 9; i++) {
      int at = PATTERN.length() + 1 + i;
      char c = at < length - 1 ? text.charAt(at) : '0';
      if (c < '0' || c > '9') {
        throw bad(text);
      }
      nanos = nanos * 10 + (c - '0');
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static RecordFormatException bad(String text) {
    return new RecordFormatException(
        "TIME_FORMAT", "", text, "a time such as 2026-11-24T07:30:00Z");
  }
}
