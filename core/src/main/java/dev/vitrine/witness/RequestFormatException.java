package dev.vitrine.witness;

/** A request body that is malformed: the case that a witness answers with status 400. */
public final class RequestFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the offending value and what was expected
   */
  public RequestFormatException(String message) {
    super(message);
  }

  /**
   * @param message the offending value and what was expected
   * @param cause what a lower layer said
   */
  public RequestFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
