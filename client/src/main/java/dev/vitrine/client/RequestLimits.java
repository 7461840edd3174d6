package dev.vitrine.client;

import java.time.Duration;
import java.util.Objects;

/**
 * What a client is willing to receive and to wait for. A hostile log can waste no more than this.
 *
 * @param timeout for one whole answer, headers to last byte, so that a slow drip ends too; > 0
 * @param maxCheckpointBytes largest checkpoint note; 16 ML-DSA-44 signature lines take about 52,000
 *     bytes
 */
public record RequestLimits(Duration timeout, int maxCheckpointBytes) {
  /** Ten seconds an answer; notes up to 256 KiB. */
  public static final RequestLimits DEFAULT = new RequestLimits(Duration.ofSeconds(10), 256 << 10);

  /** A full bundle: 256 entries of 65,535 bytes, each behind its two-byte length. */
  static final int MAX_BUNDLE_BYTES = 256 * (65_535 + 2);

  /** A full hash tile. */
  static final int MAX_TILE_BYTES = 8192;

  /** A JSON answer: a proof has at most 63 hashes. */
  static final int MAX_JSON_BYTES = 1 << 20;

  /** Checks the ranges. */
  public RequestLimits {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout: %s (expected: > 0)".formatted(timeout));
    }
    if (maxCheckpointBytes < 1024) {
      throw new IllegalArgumentException(
          "maxCheckpointBytes: %d (expected: >= 1024)".formatted(maxCheckpointBytes));
    }
  }
}
