package dev.vitrine.client.witness;

/** The text is not a {@code logs/v0} list. */
public final class LogListException extends Exception {
  private static final long serialVersionUID = 1L;

  LogListException(String message) {
    super(message);
  }

  LogListException(String message, Throwable cause) {
    super(message, cause);
  }
}
