package dev.vitrine.client;

/** The log refused an entry for what it is; the same entry will be refused again. */
public final class AppendRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Makes the exception.
   *
   * @param reason the stable code of the rule, UPPER_SNAKE_CASE
   * @param message the log's own words
   */
  public AppendRejectedException(String reason, String message) {
    super("the log refused the entry: %s: %s".formatted(reason, message));
    this.reason = reason;
  }

  /**
   * The stable code of the rule that refused the entry.
   *
   * @return UPPER_SNAKE_CASE
   */
  public String reason() {
    return reason;
  }
}
