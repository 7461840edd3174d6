package dev.vitrine.client;

/** An answer that the policy's keys, or the log's own signed head, do not back. */
public final class UntrustedException extends LogException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   */
  public UntrustedException(String message) {
    super(Verdict.UNTRUSTED, message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   * @param cause what made it known
   */
  public UntrustedException(String message, Throwable cause) {
    super(Verdict.UNTRUSTED, message, cause);
  }
}
