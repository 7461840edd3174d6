package dev.vitrine.proof;

/** A proof file that is malformed, not canonical or over a limit. */
public final class ProofFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the offending value and what was expected
   */
  public ProofFormatException(String message) {
    super(message);
  }

  /**
   * @param message the offending value and what was expected
   * @param cause what a lower layer said
   */
  public ProofFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
