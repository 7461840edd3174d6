package dev.vitrine.merkle;

/**
 * Names the root of the complete subtree over leaves {@code [index·2^level, (index+1)·2^level)}.
 *
 * @param level height above the leaves, 0..62
 * @param index position within the level, from the left, such that {@link #end()} is at most 2^63-1
 */
public record NodeId(int level, long index) {
  /** Highest level that a complete subtree of a tree of at most 2^63-1 leaves has. */
  public static final int MAX_LEVEL = 62;

  /** Refuses what no tree has. */
  public NodeId {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level: " + level + " (expected: 0..62)");
    }
    if (index < 0 || index >= Long.MAX_VALUE >>> level) {
      throw new IllegalArgumentException(
          "index: "
              + index
              + " (expected: 0.."
              + ((Long.MAX_VALUE >>> level) - 1)
              + " at level "
              + level
              + ")");
    }
  }

  /** First leaf of the subtree. */
  public long start() {
    return index << level;
  }

  /** Leaf after the last one of the subtree. */
  public long end() {
    return (index + 1) << level;
  }

  /** Node one level up, whose half this is. */
  public NodeId parent() {
    return new NodeId(level + 1, index >>> 1);
  }
}
