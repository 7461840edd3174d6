package dev.vitrine.policy;

/** A checkpoint that a policy does not accept. */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No listed log has the checkpoint's origin. */
    UNKNOWN_LOG,
    /** A line of a listed key does not verify. */
    BAD_SIGNATURE,
    /** No line of a listed log key of this origin. */
    NO_LOG_SIGNATURE,
    /** Too few witnesses. */
    QUORUM_NOT_MET
  }

  private final Reason reason;

  /**
   * @param message what was found and what was expected
   */
  public PolicyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * @param message what was found and what was expected
   * @param cause what the signature check said
   */
  public PolicyException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Which of the demands was not met. */
  public Reason reason() {
    return reason;
  }
}
