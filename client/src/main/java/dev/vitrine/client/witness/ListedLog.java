package dev.vitrine.client.witness;

import dev.vitrine.note.VerifierKey;

/**
 * One log of a {@code logs/v0} list.
 *
 * @param origin first line of its checkpoints; the key's name unless the list says otherwise
 * @param queriesPerDay 1..2^31-1
 * @param contact free text, not empty
 */
public record ListedLog(VerifierKey key, String origin, int queriesPerDay, String contact) {
  public ListedLog {
    if (origin.isEmpty()) {
      throw new IllegalArgumentException("origin: empty (expected: the log's origin)");
    }
    if (queriesPerDay < 1) {
      throw new IllegalArgumentException("qpd: " + queriesPerDay + " (expected: 1..2^31-1)");
    }
  }
}
