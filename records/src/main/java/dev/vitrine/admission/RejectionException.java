package dev.vitrine.admission;

/**
 * An entry was refused by {@link Admission#check}. Carries no stack: refusals are an answer, not a
 * fault.
 */
public final class RejectionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public RejectionException(Rejection rejection) {
    super(rejection.code() + ": " + rejection.message(), null, false, false);
    this.rejection = rejection;
  }

  public Rejection rejection() {
    return rejection;
  }
}
