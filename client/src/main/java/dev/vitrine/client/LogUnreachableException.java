package dev.vitrine.client;

/** No usable answer came: network, certificate, time-out, or something that is no log answered. */
public final class LogUnreachableException extends LogException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   */
  public LogUnreachableException(String message) {
    super(Verdict.LOG_UNREACHABLE, message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   * @param cause what made it known
   */
  public LogUnreachableException(String message, Throwable cause) {
    super(Verdict.LOG_UNREACHABLE, message, cause);
  }
}
