package dev.vitrine.server.sequencer;

import dev.vitrine.admission.Rejection;
import java.util.Objects;

/** An admission rule refused the entry. */
public final class RejectedAppendException extends AppendException {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public RejectedAppendException(Rejection rejection) {
    super(rejection.code() + ": " + rejection.message());
    this.rejection = Objects.requireNonNull(rejection, "rejection");
  }

  /** The rule and what it found. */
  public Rejection rejection() {
    return rejection;
  }
}
