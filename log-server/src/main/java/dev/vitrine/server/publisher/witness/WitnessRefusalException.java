package dev.vitrine.server.publisher.witness;

import java.time.Duration;

/** This witness gives no cosignature now. */
final class WitnessRefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  WitnessRefusalException(String message) {
    this(message, Duration.ZERO);
  }

  WitnessRefusalException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** How long the witness asked to be left alone; zero if it did not say. */
  Duration retryAfter() {
    return retryAfter;
  }
}
