package dev.vitrine.client;

/** A good head that is older than one already verified, or older than the policy allows. */
public final class StaleHeadException extends LogException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   */
  public StaleHeadException(String message) {
    super(Verdict.STALE_HEAD, message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   * @param cause what made it known
   */
  public StaleHeadException(String message, Throwable cause) {
    super(Verdict.STALE_HEAD, message, cause);
  }
}
