package dev.vitrine.server;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.admission.StateMismatchException;
import dev.vitrine.server.access.Validator;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks the rules about an entry as if it came next, against the committed state. */
final class StoreValidator implements Validator {
  private static final int MAX_ATTEMPTS = 100;

  private final Admission admission;
  private final LogStore store;
  private final Clock clock;

  StoreValidator(Admission admission, LogStore store, Clock clock) {
    this.admission = admission;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Verdict validate(byte[] entry) throws IOException {
    Candidate candidate;
    try {
      candidate = admission.check(entry);
    } catch (RejectionException e) {
      return new Refused(e.rejection());
    }
    OptionalLong first = store.indexOf(candidate.leafHash());
    if (first.isPresent()) {
      return new Duplicate(first.getAsLong());
    }
    try {
      return decide(candidate);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Decides again where a commit came between two reads of the state. */
  private Verdict decide(Candidate candidate) {
    for (int attempt = 1; ; attempt++) {
      try {
        return verdict(
            admission.admit(this::state, candidate, store.head().size(), clock.instant()));
      } catch (StateMismatchException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Verdict verdict(Decision decision) {
    if (decision instanceof Decision.Rejected rejected) {
      return new Refused(rejected.rejection());
    }
    return decision instanceof Decision.DuplicateOf duplicate
        ? new Duplicate(duplicate.index())
        : new Admissible();
  }

  private Optional<byte[]> state(byte[] key) {
    try {
      return store.state(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
