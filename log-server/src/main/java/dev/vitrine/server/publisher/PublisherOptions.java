package dev.vitrine.server.publisher;

import java.time.Duration;

/**
 * How often checkpoints are signed.
 *
 * @param interval the least time between two checkpoints of a busy log
 * @param maxAge when an unchanged head is signed again
 * @param stopPatience how long a stop waits for witnesses to cosign the last head
 */
public record PublisherOptions(Duration interval, Duration maxAge, Duration stopPatience) {
  public PublisherOptions {
    if (interval.isNegative() || maxAge.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "interval " + interval + ", max age " + maxAge + " (expected: 0 <= interval <= max age)");
    }
  }
}
