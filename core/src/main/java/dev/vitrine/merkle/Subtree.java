package dev.vitrine.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The leaves {@code [start, end)} as a tree of their own, which is also a part of every tree of at
 * least {@code end} leaves.
 *
 * <p>That holds iff the range is empty or {@code start} is a multiple of the smallest power of two
 * that is no less than the number of leaves.
 *
 * @param start first leaf, 0..2^63-1
 * @param end leaf after the last one, {@code start}..2^63-1
 */
public record Subtree(long start, long end) {
  /** Refuses ranges for which {@link #isValid} is false. */
  public Subtree {
    if (!isValid(start, end)) {
      throw new IllegalArgumentException(
          "subtree: ["
              + start
              + ", "
              + end
              + ") (expected: 0 <= start <= end, start a multiple of the smallest power of two >="
              + " end - start)");
    }
  }

  /** Tells whether {@code [start, end)} is a subtree. */
  public static boolean isValid(long start, long end) {
    if (start < 0 || end < start) {
      return false;
    }
    long size = end - start;
    return size <= 1 || (start & mask(size)) == 0;
  }

  /** Number of leaves. */
  public long size() {
    return end - start;
  }

  /**
   * Covers any range by two subtrees that lie side by side, the second one possibly empty. Together
   * they hold at least the range, and start at most one range's length before it.
   *
   * @param start first leaf, 0..2^63-1
   * @param end leaf after the last one, {@code start}..2^63-1
   */
  public static List<Subtree> covering(long start, long end) {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "range: [" + start + ", " + end + ") (expected: 0 <= start <= end)");
    }
    if (end - start <= 1) {
      return List.of(new Subtree(start, end), new Subtree(end, end));
    }
    long last = end - 1;
    int split = bitLength(start ^ last) - 1;
    long mask = (1L << split) - 1;
    long mid = last & ~mask;
    int unused = bitLength(~start & mask);
    long leftStart = start >>> unused << unused;
    return List.of(new Subtree(leftStart, mid), new Subtree(mid, end));
  }

  /** Complete subtrees that make up this one, from the left, largest first. */
  List<NodeId> nodes() {
    List<NodeId> nodes = new ArrayList<>(Long.bitCount(size()));
    addNodes(start, size(), nodes);
    return nodes;
  }

  /** Adds the complete subtrees of the {@code size} leaves from {@code start} on. */
  static void addNodes(long start, long size, List<NodeId> nodes) {
    long at = start;
    for (long rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
      int level = bitLength(rest) - 1;
      nodes.add(new NodeId(level, at >>> level));
      at += 1L << level;
    }
  }

  static int bitLength(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  // Ones below the smallest power of two >= size, for size >= 2.
  private static long mask(long size) {
    return -1L >>> Long.numberOfLeadingZeros(size - 1);
  }
}
