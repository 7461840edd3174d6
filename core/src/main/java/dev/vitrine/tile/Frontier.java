package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;

/**
 * The roots of the complete subtrees of a tree, as a compact range that allocates nothing per leaf.
 *
 * <p>Each level has 64 bytes: a left child's place, taken iff the size has the level's bit, and a
 * right child's place, which is scratch. A hash is written where the next node hash will find its
 * two children side by side.
 */
final class Frontier {
  private static final int PAIR = 2 * Hash.SIZE;

  private final byte[] pairs;

  private Frontier(byte[] pairs) {
    this.pairs = pairs;
  }

  static Frontier empty() {
    return new Frontier(new byte[(NodeId.MAX_LEVEL + 2) * PAIR]);
  }

  Frontier copy() {
    return new Frontier(pairs.clone());
  }

  void set(int level, Hash hash) {
    hash.copyTo(pairs, level * PAIR);
  }

  /** Puts a leaf at its place for a tree of {@code size} leaves. */
  void putLeaf(byte[] hash, int off, long size) {
    System.arraycopy(hash, off, pairs, place(0, size), Hash.SIZE);
  }

  /** Hashes the pair at a level into its place one level up. */
  void merge(int level, long size) {
    TreeHasher.node(pairs, level * PAIR, pairs, place(level + 1, size));
  }

  /** Copies the hash that {@link #putLeaf} or {@link #merge} has just put at a level. */
  void copyTo(int level, long size, byte[] dst, int off) {
    System.arraycopy(pairs, place(level, size), dst, off, Hash.SIZE);
  }

  /** Hashes of the complete subtrees, largest first. */
  List<Hash> hashes(long size) {
    List<Hash> hashes = new ArrayList<>(Long.bitCount(size));
    for (long rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
      hashes.add(Hash.of(pairs, (NodeId.MAX_LEVEL + 1 - Long.numberOfLeadingZeros(rest)) * PAIR));
    }
    return hashes;
  }

  // With the level's bit set a left child waits, so the hash is the right one.
  private static int place(int level, long size) {
    int right = (int) (size >>> level) & 1;
    return level * PAIR + right * Hash.SIZE;
  }
}
