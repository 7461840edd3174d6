package dev.vitrine.client;

/** The log, or a file, is of a newer format than this library knows. */
public final class FormatNewerException extends LogException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   */
  public FormatNewerException(String message) {
    super(Verdict.FORMAT_NEWER, message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was expected and what came
   * @param cause what made it known
   */
  public FormatNewerException(String message, Throwable cause) {
    super(Verdict.FORMAT_NEWER, message, cause);
  }
}
