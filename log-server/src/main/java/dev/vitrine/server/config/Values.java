package dev.vitrine.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsers of single values. Each throws IllegalArgumentException with the value and the form. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Integer> SIZE_SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

  private Values() {}

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "value: " + text + " (expected: a whole number and ms, s, m, h or d)");
    }
    Duration unit = Objects.requireNonNull(TIME_UNITS.get(matcher.group(2)));
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  static Function<String, Duration> duration(Duration min, Duration max) {
    return text -> {
      Duration value = duration(text);
      if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            "value: " + text + " (expected: " + min.toMillis() + "ms.." + max.toMillis() + "ms)");
      }
      return value;
    };
  }

  static Function<String, Long> size(long min, long max) {
    return text -> {
      Matcher matcher = SIZE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "value: " + text + " (expected: a whole number and B, KiB, MiB or GiB)");
      }
      long value =
          Math.multiplyExact(
              Long.parseLong(matcher.group(1)),
              1L << Objects.requireNonNull(SIZE_SHIFTS.get(matcher.group(2))));
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            "value: " + text + " (expected: " + min + "B.." + max + "B)");
      }
      return value;
    };
  }

  static Function<String, Integer> integer(int min, int max) {
    return text -> {
      String expected = " (expected: a whole number " + min + ".." + max + ")";
      int value;
      try {
        value = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("value: " + text + expected, e);
      }
      if (value < min || value > max) {
        throw new IllegalArgumentException("value: " + text + expected);
      }
      return value;
    };
  }

  static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("value: " + text + " (expected: true or false)");
    };
  }

  static AdmissionMode admissionMode(String text) {
    for (AdmissionMode mode : AdmissionMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("value: " + text + " (expected: records or open)");
  }

  static String origin(String text) {
    if (!text.matches("[!-*,-~]{1,255}")) {
      throw new IllegalArgumentException(
          "value: " + text + " (expected: 1..255 visible ASCII characters without + and spaces)");
    }
    return text;
  }
}
