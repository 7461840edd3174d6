package dev.vitrine.admission;

/**
 * The state that admission was given is not that of the log below the index: a fault of the caller.
 */
public final class StateMismatchException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StateMismatchException(String message) {
    super(message);
  }
}
