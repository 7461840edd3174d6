package dev.vitrine.admission;

import java.time.Instant;

/** The rules an entry must pass before it gets an index. */
public interface Admission {

  /**
   * Checks what can be said of an entry without the log's state. Safe from any thread.
   *
   * @param entry the entry's exact bytes; not modified, and not to be modified afterwards
   * @return the entry with what the check learned of it
   * @throws RejectionException if the entry can never enter this log as it is
   */
  Candidate check(byte[] entry) throws RejectionException;

  /**
   * The first half of {@link #check}, for who wants to know what each half costs: reads the entry
   * and checks its form, and leaves the signatures to {@link Unverified#verify}.
   *
   * @throws RejectionException as {@link #check} does, for reasons other than signatures
   */
  default Unverified read(byte[] entry) throws RejectionException {
    Candidate candidate = check(entry);
    return () -> candidate;
  }

  /** An entry whose form is right. */
  @FunctionalInterface
  interface Unverified {

    /**
     * Verifies its signatures.
     *
     * @throws RejectionException if one of them does not verify
     */
    Candidate verify() throws RejectionException;
  }

  /**
   * Decides on a checked entry. Called by one thread at a time, in index order; reads only {@code
   * state} and changes nothing: the caller applies the writes of {@link Decision.Admitted} before
   * it asks for the next entry.
   *
   * @param state the state after all entries below {@code index}
   * @param index the index the entry will have if it is admitted
   * @throws StateMismatchException if {@code state} is not that of {@code index} entries
   * @param batchTime the server's time, the same for every entry of a batch
   */
  Decision admit(StateView state, Candidate candidate, long index, Instant batchTime);
}
