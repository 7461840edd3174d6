package dev.vitrine.client;

import java.io.IOException;
import java.time.Duration;

/**
 * One attempt to append had no result that counts: push-back, a lost connection, a stopping server.
 * Trying again is always right, because a log answers an entry that it already holds with its first
 * index.
 */
final class AppendDelayedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  AppendDelayedException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  AppendDelayedException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Duration.ZERO;
  }

  /** How long the log asks to wait; zero where it does not say. */
  Duration retryAfter() {
    return retryAfter;
  }
}
