package dev.vitrine.crypto;

/** A key that is malformed, not canonically encoded, too weak or of an unknown algorithm. */
public final class KeyFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the offending value and what was expected
   */
  public KeyFormatException(String message) {
    super(message);
  }

  /**
   * @param message the offending value and what was expected
   * @param cause what the provider said
   */
  public KeyFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
