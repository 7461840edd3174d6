package dev.vitrine.note;

/** A note, checkpoint, key or signature line that is malformed, not canonical or over a limit. */
public final class NoteFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the offending value and what was expected
   */
  public NoteFormatException(String message) {
    super(message);
  }

  /**
   * @param message the offending value and what was expected
   * @param cause what a lower layer said
   */
  public NoteFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
