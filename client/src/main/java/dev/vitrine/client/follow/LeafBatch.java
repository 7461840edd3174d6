package dev.vitrine.client.follow;

import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.HashTile;

/**
 * Neighbouring entries, verified.
 *
 * @param bundle the bundle they are in, as fetched
 * @param leaves the bundle's leaf hashes
 * @param bundleStart index of the bundle's first entry
 * @param first position in the bundle of the first entry that was asked for
 */
public record LeafBatch(EntryBundle bundle, HashTile leaves, long bundleStart, int first) {
  /** Index of the first entry. */
  public long start() {
    return bundleStart + first;
  }

  /** Index after the last entry. */
  public long end() {
    return bundleStart + bundle.width();
  }

  public byte[] entry(long index) {
    return bundle.entry((int) (index - bundleStart));
  }

  public Hash leaf(long index) {
    return leaves.hash((int) (index - bundleStart));
  }
}
