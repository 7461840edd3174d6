package dev.vitrine.server.publisher.mirror;

import java.io.IOException;
import java.time.Duration;

/** There was no answer, or one that says: later. */
final class MirrorBusyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  MirrorBusyException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** Zero if the mirror did not say. */
  Duration retryAfter() {
    return retryAfter;
  }
}
