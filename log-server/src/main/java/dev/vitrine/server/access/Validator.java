package dev.vitrine.server.access;

import dev.vitrine.admission.Rejection;
import java.io.IOException;
import java.util.Objects;

/** Says what an append would be answered now, without appending. Blocks; not for event loops. */
@FunctionalInterface
public interface Validator {
  Verdict validate(byte[] entry) throws IOException;

  /** What the log would answer. */
  sealed interface Verdict {}

  /** It would be appended. */
  record Admissible() implements Verdict {}

  /** The log holds it already. */
  record Duplicate(long index) implements Verdict {}

  /** A rule refuses it. */
  record Refused(Rejection rejection) implements Verdict {
    public Refused {
      Objects.requireNonNull(rejection, "rejection");
    }
  }
}
