package dev.vitrine.client;

import java.io.IOException;

/** The log understood a question and said no. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Makes the exception.
   *
   * @param reason the log's stable code, UPPER_SNAKE_CASE
   * @param message the log's own words
   */
  public RefusedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * The log's stable code.
   *
   * @return UPPER_SNAKE_CASE
   */
  public String reason() {
    return reason;
  }
}
