package dev.vitrine.server.storage;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import java.util.List;
import java.util.Objects;

/**
 * Everything one commit changes, all or nothing.
 *
 * <p>The lists and the arrays in them belong to the batch from here on: they are not copied,
 * because a batch holds megabytes, and nobody may change them.
 *
 * @param base the head the batch extends
 * @param next the head after it; {@code next.size() - base.size()} is the number of entries
 * @param entries the new entries in log order, each 1..65,535 bytes
 * @param leafHashes the leaf hash of each entry, none of them in the store already
 * @param tiles every hash tile that changes, the right edge included
 * @param state admission state, applied in order
 * @param lookups look-up rows
 */
public record Batch(
    Head base,
    Head next,
    List<byte[]> entries,
    List<Hash> leafHashes,
    List<TileWrite> tiles,
    List<StateWrite> state,
    List<LookupWrite> lookups) {
  public Batch {
    Objects.requireNonNull(tiles, "tiles");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(lookups, "lookups");
    if (next.size() - base.size() != entries.size() || entries.size() != leafHashes.size()) {
      throw new IllegalArgumentException(
          String.format(
              "batch from %d to %d with %d entries and %d leaf hashes (expected: equal counts)",
              base.size(), next.size(), entries.size(), leafHashes.size()));
    }
  }
}
