package dev.vitrine.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frontier of a growing tree: the roots of the complete subtrees that make up its leaves, one
 * for each bit set in its size. It is all that is needed to append and to know the root.
 *
 * <p>Mutable and not safe for concurrent use.
 */
public final class CompactRange {
  private static final NodeSink NOBODY = (id, hash) -> {};

  // subtrees[k] is set iff bit k of size is.
  private final @Nullable Hash[] subtrees;
  private long size;

  private CompactRange(long size, @Nullable Hash[] subtrees) {
    this.size = size;
    this.subtrees = subtrees;
  }

  /** Returns the frontier of the tree without leaves. */
  public static CompactRange empty() {
    return new CompactRange(0, new @Nullable Hash[NodeId.MAX_LEVEL + 1]);
  }

  /**
   * Returns the frontier of a tree from the hashes that {@link #nodes} names.
   *
   * @param size number of leaves, 0..2^63-1
   * @param subtreeRoots largest subtree first
   * @throws IllegalArgumentException if there are not as many hashes as bits set in {@code size}
   */
  public static CompactRange of(long size, List<Hash> subtreeRoots) {
    checkSize(size);
    if (subtreeRoots.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "subtree roots: "
              + subtreeRoots.size()
              + " (expected: "
              + Long.bitCount(size)
              + " for size "
              + size
              + ")");
    }
    CompactRange range = new CompactRange(size, new @Nullable Hash[NodeId.MAX_LEVEL + 1]);
    long rest = size;
    for (Hash root : subtreeRoots) {
      int level = Subtree.bitLength(rest) - 1;
      range.subtrees[level] = Objects.requireNonNull(root, "root");
      rest -= 1L << level;
    }
    return range;
  }

  /**
   * Returns the complete subtrees whose roots make up the frontier of a tree, largest first.
   *
   * @param size number of leaves, 0..2^63-1
   */
  public static List<NodeId> nodes(long size) {
    checkSize(size);
    return new Subtree(0, size).nodes();
  }

  /** Appends a leaf. */
  public void append(Hash leaf) {
    append(leaf, NOBODY);
  }

  /**
   * Appends a leaf and reports it and every node that it completes, from the leaf upwards.
   *
   * @throws IllegalStateException if the tree has 2^63-1 leaves
   */
  public void append(Hash leaf, NodeSink sink) {
    appendSubtree(0, leaf, sink);
  }

  /**
   * Appends 2^height leaves at once, and reports the root over them and every node that it
   * completes above, from there upwards; what is below is not reported.
   *
   * @param height of the complete subtree that the leaves make up; the size is a multiple of its
   *     width
   * @param root over them
   * @throws IllegalStateException if the size is none, or would pass 2^63-1
   */
  public void appendSubtree(int height, Hash root, NodeSink sink) {
    Objects.checkIndex(height, NodeId.MAX_LEVEL + 1);
    long width = 1L << height;
    if ((size & (width - 1)) != 0 || size > Long.MAX_VALUE - width) {
      throw new IllegalStateException(
          "size: " + size + " (expected: a multiple of " + width + ", below 2^63-" + width + ")");
    }
    Hash carry = root;
    sink.accept(new NodeId(height, size >>> height), carry);
    int level = height;
    for (; ((size >>> level) & 1) == 1; level++) {
      carry = TreeHasher.node(subtree(level), carry);
      subtrees[level] = null;
      sink.accept(new NodeId(level + 1, size >>> level + 1), carry);
    }
    subtrees[level] = carry;
    size += width;
  }

  /** Number of leaves, 0..2^63-1. */
  public long size() {
    return size;
  }

  /** Returns the frontier's hashes, largest subtree first. */
  public List<Hash> hashes() {
    List<Hash> hashes = new ArrayList<>(Long.bitCount(size));
    for (int level = NodeId.MAX_LEVEL; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        hashes.add(subtree(level));
      }
    }
    return List.copyOf(hashes);
  }

  /** Returns the root of the tree, {@link Hash#EMPTY_ROOT} without leaves. */
  public Hash root() {
    return fold(hashes());
  }

  /** Returns a frontier that grows on its own. */
  public CompactRange copy() {
    return new CompactRange(size, subtrees.clone());
  }

  /** Root of neighbouring complete subtrees, largest first. */
  static Hash fold(List<Hash> subtreeRoots) {
    if (subtreeRoots.isEmpty()) {
      return Hash.EMPTY_ROOT;
    }
    int last = subtreeRoots.size() - 1;
    Hash root = subtreeRoots.get(last);
    for (int i = last - 1; i >= 0; i--) {
      root = TreeHasher.node(subtreeRoots.get(i), root);
    }
    return root;
  }

  private Hash subtree(int level) {
    return Objects.requireNonNull(subtrees[level]);
  }

  private static void checkSize(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
    }
  }
}
