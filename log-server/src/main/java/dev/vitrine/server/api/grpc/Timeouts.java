package dev.vitrine.server.api.grpc;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@code grpc-timeout} header: one to eight digits and a unit, {@code 250m} for 250
 * milliseconds.
 */
final class Timeouts {

  /** No deadline: the header is absent, or not of the grammar. */
  static final long NONE = Long.MIN_VALUE;

  private static final int MAX_DIGITS = 8;

  private Timeouts() {}

  /**
   * @return nanoseconds, or {@link #NONE}
   */
  static long parseNanos(@Nullable String header) {
    if (header == null || header.length() < 2 || header.length() > MAX_DIGITS + 1) {
      return NONE;
    }
    long amount = 0;
    for (int i = 0; i < header.length() - 1; i++) {
      char c = header.charAt(i);
      if (c < '0' || c > '9') {
        return NONE;
      }
      amount = amount * 10 + (c - '0');
    }
    TimeUnit unit = unit(header.charAt(header.length() - 1));
    return unit == null ? NONE : unit.toNanos(amount);
  }

  private static @Nullable TimeUnit unit(char letter) {
    return switch (letter) {
      case 'H' -> TimeUnit.HOURS;
      case 'M' -> TimeUnit.MINUTES;
      case 'S' -> TimeUnit.SECONDS;
      case 'm' -> TimeUnit.MILLISECONDS;
      case 'u' -> TimeUnit.MICROSECONDS;
      case 'n' -> TimeUnit.NANOSECONDS;
      default -> null;
    };
  }

  static long toMillisRoundedUp(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1);
  }
}
