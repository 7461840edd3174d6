package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An entry that passed {@link Admission#check}; immutable. */
public interface Candidate {

  /** The exact bytes to store; owned by the candidate and not to be modified. */
  byte[] entry();

  /** The RFC 6962 leaf hash of {@link #entry()}. */
  Hash leafHash();

  /** Who is charged for the entry: the ids of the keys that signed it, empty where nobody signs. */
  default List<String> signers() {
    return List.of();
  }

  /** When the entry says it was made, where it says so. */
  default Optional<Instant> issuedAt() {
    return Optional.empty();
  }
}
