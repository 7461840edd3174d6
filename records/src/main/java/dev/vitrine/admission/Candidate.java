package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import java.util.List;

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
}
