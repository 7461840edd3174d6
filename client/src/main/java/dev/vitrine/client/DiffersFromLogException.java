package dev.vitrine.client;

/** The log holds something else than what was given. */
public final class DiffersFromLogException extends LogException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   */
  public DiffersFromLogException(String message) {
    super(Verdict.DIFFERS_FROM_LOG, message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   * @param cause what made it known
   */
  public DiffersFromLogException(String message, Throwable cause) {
    super(Verdict.DIFFERS_FROM_LOG, message, cause);
  }
}
