package dev.vitrine.server.publisher;

/**
 * A witness holds a head of this log that the log does not have: it was rolled back, another
 * instance runs with its key, or the witness lies. Nothing more may be signed until a person has
 * looked.
 */
public final class LogContradictedException extends Exception {
  private static final long serialVersionUID = 1L;

  public LogContradictedException(String message) {
    super(message);
  }
}
