package dev.vitrine.bench.options;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as typed on a command line: {@code 500ms}, {@code 30s}, {@code 10m}. */
final class Durations implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    if (!text.matches("[0-9]{1,9}(ms|s|m)")) {
      throw new TypeConversionException(text + " (expected: like 500ms, 30s, 10m)");
    }
    long number = Long.parseLong(text.replaceAll("[a-z]", ""));
    return switch (text.replaceAll("[0-9]", "")) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
