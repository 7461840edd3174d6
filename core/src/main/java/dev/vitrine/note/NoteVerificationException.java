package dev.vitrine.note;

/** A signature of a known key that does not verify, or a note that no known key has signed. */
public final class NoteVerificationException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which key, and what was expected
   */
  public NoteVerificationException(String message) {
    super(message);
  }

  /**
   * @param message which key, and what was expected
   * @param cause what the algorithm said
   */
  public NoteVerificationException(String message, Throwable cause) {
    super(message, cause);
  }
}
