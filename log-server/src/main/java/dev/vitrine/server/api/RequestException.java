package dev.vitrine.server.api;

/** A request that is refused; an answer, not a fault, so it carries no stack. */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  RequestException(Failure failure) {
    super(failure.reason() + ": " + failure.message(), null, false, false);
    this.failure = failure;
  }

  /** What to answer. */
  public Failure failure() {
    return failure;
  }
}
