package dev.vitrine.client.cli;

import java.io.IOException;

/** The log understood a question and said no. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason the log's stable code, UPPER_SNAKE_CASE
   * @param message the log's own words
   */
  RefusedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
