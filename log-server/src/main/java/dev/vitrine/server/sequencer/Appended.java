package dev.vitrine.server.sequencer;

import dev.vitrine.merkle.Hash;
import java.util.Objects;

/**
 * A durable entry's place.
 *
 * @param index the first index of these bytes, or of the same record under other signatures,
 *     0..2^63-1
 * @param leafHash the RFC 6962 leaf hash of the entry at that index: what a proof of it proves
 * @param duplicate whether the log held the entry before
 */
public record Appended(long index, Hash leafHash, boolean duplicate) {
  public Appended {
    Objects.requireNonNull(leafHash, "leafHash");
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
  }
}
