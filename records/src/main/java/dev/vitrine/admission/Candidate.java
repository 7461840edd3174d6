package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import java.time.Instant;
import java.util.Optional;

/** An entry that passed {@link Admission#check}; immutable. */
public interface Candidate {

  /** The exact bytes to store; owned by the candidate and not to be modified. */
  byte[] entry();

  /** The RFC 6962 leaf hash of {@link #entry()}. */
  Hash leafHash();

  /**
   * Who is charged for the entry: the id of the key that issued it, if its signature was found
   * valid. Nobody can be charged for what somebody else sends.
   */
  default Optional<String> account() {
    return Optional.empty();
  }

  /** When the entry says it was made, where it says so. */
  default Optional<Instant> issuedAt() {
    return Optional.empty();
  }
}
