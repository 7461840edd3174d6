package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import java.util.List;
import java.util.Objects;

/** What {@link Admission#admit} says of one entry. */
public sealed interface Decision {

  /**
   * The entry takes the index.
   *
   * @param writes changes of the state, in order; to be committed together with the entry
   * @param rows look-up rows that point at the entry
   */
  record Admitted(List<StateWrite> writes, List<LookupRow> rows) implements Decision {
    public Admitted {
      writes = List.copyOf(writes);
      rows = List.copyOf(rows);
    }
  }

  /**
   * The log already holds the same event; a success, and nothing is appended.
   *
   * @param index the first index of the event, below the index asked for; it may lie in the batch
   *     that is being built
   * @param leafHash of the entry there, which may carry other signatures than the one asked about
   */
  record DuplicateOf(long index, Hash leafHash) implements Decision {
    public DuplicateOf {
      Objects.requireNonNull(leafHash, "leafHash");
      if (index < 0) {
        throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
      }
    }
  }

  /** The entry is refused, and nothing changes. */
  record Rejected(Rejection rejection) implements Decision {}
}
