package dev.vitrine.merkle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Builds proofs from the hashes of complete subtrees, with one read each.
 *
 * <p>Every method throws {@link IllegalArgumentException} for ranges that are not within the tree,
 * and passes on the {@link IOException} of the reader. The proofs are as good as the reader: to
 * trust one, verify it.
 */
public final class ProofBuilder {
  private ProofBuilder() {}

  /**
   * Proves that a leaf is in the tree.
   *
   * @param index of the leaf, 0..{@code size}-1
   * @param size number of leaves, 1..2^63-1
   */
  public static InclusionProof inclusion(HashReader reader, long index, long size)
      throws IOException {
    return new InclusionProof(index, size, subtreeInclusion(reader, index, 0, size));
  }

  /**
   * Proves that a leaf is in a subtree: returns the path of the inclusion proof for {@code index -
   * start} in a tree of {@code end - start} leaves.
   *
   * @param index of the leaf, {@code start}..{@code end}-1
   */
  public static List<Hash> subtreeInclusion(HashReader reader, long index, long start, long end)
      throws IOException {
    Subtree subtree = new Subtree(start, end);
    Ranges.checkBelow("index", index, start, end);
    return path(reader, new Subtree(index, index + 1), subtree);
  }

  /**
   * Proves that the tree of {@code newSize} leaves extends the one of {@code oldSize}. The path is
   * empty for equal sizes, and for the old size 0, where there is nothing to prove.
   *
   * @param oldSize number of leaves, 0..{@code newSize}
   * @param newSize number of leaves, 0..2^63-1
   */
  public static ConsistencyProof consistency(HashReader reader, long oldSize, long newSize)
      throws IOException {
    Ranges.checkNotNegative("new size", newSize);
    Ranges.checkAtMost("old size", oldSize, newSize);
    List<Hash> path = path(reader, new Subtree(0, oldSize), new Subtree(0, newSize));
    return new ConsistencyProof(oldSize, newSize, path);
  }

  /**
   * Proves that the leaves of a subtree are those of the tree. The path of an empty subtree is
   * empty.
   *
   * @param start first leaf, see {@link Subtree} for which ranges are valid
   * @param end leaf after the last one, at most {@code size}
   * @param size number of leaves of the tree, 0..2^63-1
   */
  public static SubtreeConsistencyProof subtreeConsistency(
      HashReader reader, long start, long end, long size) throws IOException {
    Subtree subtree = new Subtree(start, end);
    Ranges.checkNotNegative("size", size);
    Ranges.checkAtMost("end", end, size);
    List<Hash> path = path(reader, subtree, new Subtree(0, size));
    return new SubtreeConsistencyProof(start, end, size, path);
  }

  /**
   * Returns the root of the tree.
   *
   * @param size number of leaves, 0..2^63-1
   */
  public static Hash root(HashReader reader, long size) throws IOException {
    return subtreeHash(reader, 0, size);
  }

  /** Returns the root of the leaves {@code [start, end)} as a tree of their own. */
  public static Hash subtreeHash(HashReader reader, long start, long end) throws IOException {
    Subtree subtree = new Subtree(start, end);
    return CompactRange.fold(read(reader, subtree.nodes()));
  }

  private static List<Hash> path(HashReader reader, Subtree part, Subtree whole)
      throws IOException {
    if (part.size() == 0) {
      return List.of();
    }
    List<Subtree> siblings = siblings(part, whole);
    List<NodeId> ids = new ArrayList<>(2 * siblings.size());
    for (Subtree sibling : siblings) {
      Subtree.addNodes(sibling.start(), sibling.size(), ids);
    }
    List<Hash> hashes = read(reader, ids);
    List<Hash> path = new ArrayList<>(siblings.size());
    int at = 0;
    for (Subtree sibling : siblings) {
      int end = at + Long.bitCount(sibling.size());
      path.add(end - at == 1 ? hashes.get(at) : CompactRange.fold(hashes.subList(at, end)));
      at = end;
    }
    return path;
  }

  /*
   * SUBTREE_SUBPROOF of the Merkle tree certificates draft, as a loop from the root down: at each
   * split the half that does not hold the part's right edge is a hash of the proof. Once the part
   * spans a split, its own right-hand rest has to be in the proof too, for the verifier does not
   * know it. With a part of one leaf this is RFC 6962's PATH, with start 0 its PROOF.
   */
  private static List<Subtree> siblings(Subtree part, Subtree whole) {
    List<Subtree> siblings = new ArrayList<>(Long.SIZE);
    boolean known = true;
    long start = part.start();
    long lo = whole.start();
    long hi = whole.end();
    while (start != lo || part.end() != hi) {
      long mid = lo + Long.highestOneBit(hi - lo - 1);
      if (part.end() <= mid) {
        siblings.add(new Subtree(mid, hi));
        hi = mid;
      } else {
        siblings.add(new Subtree(lo, mid));
        known &= start >= mid;
        start = Math.max(start, mid);
        lo = mid;
      }
    }
    if (!known) {
      siblings.add(new Subtree(lo, hi));
    }
    Collections.reverse(siblings);
    return siblings;
  }

  private static List<Hash> read(HashReader reader, List<NodeId> ids) throws IOException {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Hash> hashes = reader.read(ids);
    if (hashes.size() != ids.size()) {
      throw new IOException("hashes read: " + hashes.size() + " (expected: " + ids.size() + ")");
    }
    return hashes;
  }
}
