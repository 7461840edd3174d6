package dev.vitrine.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** An HTTP answer other than 200 and 404. */
final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Duration retryAfter;
  private final transient byte[] body;

  HttpStatusException(URI uri, int status, Duration retryAfter, byte[] body, String hint) {
    super("%s answered with HTTP status %d (expected: 200)%s".formatted(uri, status, hint));
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  int status() {
    return status;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  byte[] body() {
    return body.clone();
  }

  /** Push-back and passing faults, for which trying again is right. */
  boolean isTransient() {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }
}
