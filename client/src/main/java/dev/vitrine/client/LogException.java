package dev.vitrine.client;

/**
 * A question that did not end in {@link Verdict#VERIFIED}. The message says what was expected and
 * what came.
 */
public class LogException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  LogException(Verdict verdict, String message) {
    super(message);
    this.verdict = verdict;
  }

  LogException(Verdict verdict, String message, Throwable cause) {
    super(message, cause);
    this.verdict = verdict;
  }

  /**
   * What the question came to.
   *
   * @return never {@link Verdict#VERIFIED}
   */
  public Verdict verdict() {
    return verdict;
  }
}
