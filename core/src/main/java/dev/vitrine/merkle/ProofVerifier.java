package dev.vitrine.merkle;

import java.util.Iterator;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Verifies proofs from nothing but its arguments.
 *
 * <p>A method that returns has proved the claim. Ranges and the exact number of hashes are checked
 * before anything is hashed, so that a hostile proof costs nothing.
 */
public final class ProofVerifier {
  private ProofVerifier() {}

  /**
   * Verifies that the leaf with the given hash is in the tree with the given root.
   *
   * @throws ProofException if the proof does not show it
   */
  public static void verifyInclusion(InclusionProof proof, Hash leafHash, Hash root)
      throws ProofException {
    verifyInclusion(proof, leafHash, root, TreeHasher::node);
  }

  static void verifyInclusion(
      InclusionProof proof, Hash leafHash, Hash root, BinaryOperator<Hash> node)
      throws ProofException {
    require(proof.index() < proof.treeSize(), "index", proof.index(), "below " + proof.treeSize());
    climb(proof.index(), proof.index(), proof.treeSize() - 1, proof.path(), leafHash, root, node);
  }

  /**
   * Verifies that the leaf with the given hash is in the subtree {@code [start, end)} with the
   * given root.
   *
   * @throws ProofException if the path does not show it
   */
  public static void verifySubtreeInclusion(
      long index, long start, long end, List<Hash> path, Hash leafHash, Hash subtreeRoot)
      throws ProofException {
    requireSubtree(start, end);
    require(index >= start && index < end, "index", index, "in [" + start + ", " + end + ")");
    long at = index - start;
    climb(at, at, end - start - 1, path, leafHash, subtreeRoot, TreeHasher::node);
  }

  /**
   * Verifies that the tree with the new root extends the one with the old root.
   *
   * <p>The old size 0 is refused: every tree extends the empty one, so that such a proof says
   * nothing about the new root, and a caller who meets one has to decide that by itself.
   *
   * @throws ProofException if the proof does not show it
   */
  public static void verifyConsistency(ConsistencyProof proof, Hash oldRoot, Hash newRoot)
      throws ProofException {
    verifyConsistency(proof, oldRoot, newRoot, TreeHasher::node);
  }

  static void verifyConsistency(
      ConsistencyProof proof, Hash oldRoot, Hash newRoot, BinaryOperator<Hash> node)
      throws ProofException {
    long oldSize = proof.oldSize();
    require(
        oldSize >= 1 && oldSize <= proof.newSize(),
        "old size",
        oldSize,
        "in [1, " + proof.newSize() + "]");
    climb(0, oldSize - 1, proof.newSize() - 1, proof.path(), oldRoot, newRoot, node);
  }

  /**
   * Verifies that the leaves of the subtree with the given root are those of the tree with the
   * other root. An empty subtree is in every tree, whatever the tree's root.
   *
   * @throws ProofException if the proof does not show it
   */
  public static void verifySubtreeConsistency(
      SubtreeConsistencyProof proof, Hash subtreeRoot, Hash root) throws ProofException {
    long start = proof.start();
    long end = proof.end();
    requireSubtree(start, end);
    require(end <= proof.treeSize(), "end", end, "at most " + proof.treeSize());
    if (start == end) {
      requireLength(proof.path(), 0);
      requireEqual("root of an empty subtree", Hash.EMPTY_ROOT, subtreeRoot);
      return;
    }
    climb(start, end - 1, proof.treeSize() - 1, proof.path(), subtreeRoot, root, TreeHasher::node);
  }

  /*
   * Climbs from the subtree [first, last] to the root of the tree whose last leaf is treeLast, and
   * computes on the way both the subtree's root (sub) and the tree's root (tree).
   *
   * The climb starts at the largest complete subtree on the part's right edge, which is either the
   * part itself, whose hash is known, or the first hash of the path. From there one level at a time:
   * where the edge is a right child, its left sibling is in the path, and belongs to the part for
   * as long as the part's first leaf lies further left; where it is a left child, the sibling on
   * its right, if the tree has one, belongs to the tree only.
   */
  private static void climb(
      long first,
      long last,
      long treeLast,
      List<Hash> path,
      Hash partHash,
      Hash root,
      BinaryOperator<Hash> node)
      throws ProofException {
    int shift = startLevel(first, last, treeLast);
    long left = first >>> shift;
    long edge = last >>> shift;
    // Below this level the tree goes on to the right of the edge, above it the edge is the tree's.
    int inner = Subtree.bitLength(edge ^ (treeLast >>> shift));
    boolean known = left == edge;
    requireLength(path, (known ? 0 : 1) + inner + Long.bitCount(edge >>> inner));

    Iterator<Hash> hashes = path.iterator();
    Hash part = known ? partHash : hashes.next();
    Hash tree = part;
    for (int level = 0; hashes.hasNext(); level++) {
      boolean rightChild = (edge >>> level & 1) == 1;
      if (rightChild) {
        Hash sibling = hashes.next();
        tree = node.apply(sibling, tree);
        if (left >>> level < edge >>> level) {
          part = node.apply(sibling, part);
        }
      } else if (level < inner) {
        tree = node.apply(tree, hashes.next());
      }
    }
    requireEqual("root of the part that the proof leads to", partHash, part);
    requireEqual("root that the proof leads to", root, tree);
  }

  /**
   * Level of the largest complete subtree at the right edge of the part that the proof starts at.
   */
  private static int startLevel(long first, long last, long treeLast) {
    int levelOfPart = Subtree.bitLength(first ^ last);
    if (last == treeLast) {
      return levelOfPart;
    }
    return Math.min(levelOfPart, Long.numberOfTrailingZeros(~last));
  }

  private static void requireSubtree(long start, long end) throws ProofException {
    if (!Subtree.isValid(start, end)) {
      throw new ProofException("[" + start + ", " + end + ") (expected: a valid subtree)");
    }
  }

  private static void require(boolean condition, String name, long value, String expected)
      throws ProofException {
    if (!condition) {
      throw new ProofException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  private static void requireLength(List<Hash> path, int length) throws ProofException {
    require(path.size() == length, "hashes in the proof", path.size(), "exactly " + length);
  }

  private static void requireEqual(String what, Hash expected, Hash computed)
      throws ProofException {
    if (!expected.equals(computed)) {
      throw new ProofException(what, expected, computed);
    }
  }
}
