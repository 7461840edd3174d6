package dev.vitrine.client;

/** The log's verified head does not cover the thing asked for. */
public final class NotInLogException extends LogException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   */
  public NotInLogException(String message) {
    super(Verdict.NOT_IN_LOG, message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   * @param cause what made it known
   */
  public NotInLogException(String message, Throwable cause) {
    super(Verdict.NOT_IN_LOG, message, cause);
  }
}
