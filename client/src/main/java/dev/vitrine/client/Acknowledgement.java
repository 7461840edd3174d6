package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import java.util.Objects;

/**
 * The log's promise that it holds an entry. A promise, not a proof: only {@link
 * LogClient#inclusion} proves it.
 *
 * @param index the entry's index, 0..2^63-1
 * @param leafHash the leaf hash, computed here from the bytes that were sent
 * @param duplicate whether the log says that it held the entry before
 */
public record Acknowledgement(long index, Hash leafHash, boolean duplicate) {
  /** Checks the ranges. */
  public Acknowledgement {
    Objects.requireNonNull(leafHash, "leafHash");
    if (index < 0) {
      throw new IllegalArgumentException("index: %d (expected: >= 0)".formatted(index));
    }
  }
}
