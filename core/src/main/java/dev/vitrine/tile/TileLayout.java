package dev.vitrine.tile;

import dev.vitrine.merkle.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which tiles and bundles a tree of a given size has. Sizes are 0..2^63-1. */
public final class TileLayout {
  private TileLayout() {}

  /**
   * The tiles of one level.
   *
   * @param level 0..7
   * @param fullTiles number of full tiles, at the indices from 0 on
   * @param partialWidth width of the partial tile at index {@code fullTiles}, 0 if there is none
   */
  public record TileSpan(int level, long fullTiles, int partialWidth) {
    /** The partial tile, if there is one. */
    public Optional<TileId> partial() {
      return partialWidth == 0
          ? Optional.empty()
          : Optional.of(new TileId(level, fullTiles, partialWidth));
    }
  }

  /**
   * Entries that lie next to each other in one bundle.
   *
   * @param bundle the bundle
   * @param first position of the first of them within the bundle, 0..255
   * @param count how many, 1..256
   */
  public record BundleSlice(BundleId bundle, int first, int count) {}

  /** Returns the tiles of a tree, one span per level that has any, from level 0 up. */
  public static List<TileSpan> tileSpans(long size) {
    List<TileSpan> spans = new ArrayList<>();
    for (int level = 0; hashesAt(level, size) > 0; level++) {
      long hashes = hashesAt(level, size);
      spans.add(
          new TileSpan(level, hashes / TileId.FULL_WIDTH, (int) (hashes % TileId.FULL_WIDTH)));
    }
    return spans;
  }

  /**
   * Returns the partial tiles of a tree, from level 0 up. Their complete subtrees are the frontier
   * of the tree, so that they alone give its root.
   */
  public static List<TileId> rightEdge(long size) {
    return tileSpans(size).stream().flatMap(span -> span.partial().stream()).toList();
  }

  /**
   * Returns the tile at a place as a tree has it, full or partial; empty if the tree has none.
   *
   * @param level 0..63
   * @param index 0..2^63-1
   */
  public static Optional<TileId> tile(int level, long index, long size) {
    int width = width(level, index, size);
    return width == 0 ? Optional.empty() : Optional.of(new TileId(level, index, width));
  }

  /** Returns the bundle at an index as a tree has it; empty if the tree has none. */
  public static Optional<BundleId> bundle(long index, long size) {
    int width = width(0, index, size);
    return width == 0 ? Optional.empty() : Optional.of(new BundleId(index, width));
  }

  /** Tells whether a tree has at least the hashes that make up the tile. */
  public static boolean holds(TileId id, long size) {
    return id.width() <= width(id.level(), id.index(), size);
  }

  /** Tells whether a tree has at least the entries that make up the bundle. */
  public static boolean holds(BundleId id, long size) {
    return holds(id.tile(), size);
  }

  /**
   * Returns the tile, as a tree has it, from which the hash of a complete subtree can be computed.
   *
   * @throws IllegalArgumentException if the subtree lies outside the tree
   */
  static TileId tileOf(NodeId node, long size) {
    checkSize(size);
    checkWithin(node, size);
    int level = tileLevel(node);
    long index = tileIndex(node);
    return new TileId(level, index, width(level, index, size));
  }

  /**
   * Returns the slices of bundles, as a tree has them, that hold the entries {@code [start, end)}.
   *
   * @param end at most {@code size}
   */
  public static List<BundleSlice> bundles(long start, long end, long size) {
    checkSize(size);
    if (start < 0 || start > end || end > size) {
      throw new IllegalArgumentException(
          "entries: [" + start + ", " + end + ") (expected: within size " + size + ")");
    }
    List<BundleSlice> slices = new ArrayList<>();
    for (long at = start; at < end; ) {
      long index = at / TileId.FULL_WIDTH;
      int first = (int) (at % TileId.FULL_WIDTH);
      int count = (int) Math.min(TileId.FULL_WIDTH - first, end - at);
      slices.add(new BundleSlice(new BundleId(index, width(0, index, size)), first, count));
      at += count;
    }
    return slices;
  }

  static void checkWithin(NodeId node, long size) {
    if (node.end() > size) {
      throw new IllegalArgumentException(node + " (expected: within size " + size + ")");
    }
  }

  /** Level of the tile that holds a node. */
  static int tileLevel(NodeId node) {
    return node.level() / HashTile.HEIGHT;
  }

  /** Index of the tile that holds a node. */
  static long tileIndex(NodeId node) {
    return node.index() >>> (HashTile.HEIGHT - heightInTile(node));
  }

  /** Height of a node above the hashes of the tile that holds it, 0..7. */
  static int heightInTile(NodeId node) {
    return node.level() % HashTile.HEIGHT;
  }

  /** Position of a node among those of its height in the tile that holds it. */
  static int positionInTile(NodeId node) {
    return (int) node.index() & (TileId.FULL_WIDTH >>> heightInTile(node)) - 1;
  }

  /** Width of the tile at a place, 0 if there is none. */
  static int width(int level, long index, long size) {
    checkSize(size);
    long hashes = hashesAt(level, size);
    long full = hashes / TileId.FULL_WIDTH;
    if (index < full) {
      return TileId.FULL_WIDTH;
    }
    return index == full ? (int) (hashes % TileId.FULL_WIDTH) : 0;
  }

  private static long hashesAt(int level, long size) {
    int shift = HashTile.HEIGHT * level;
    return shift < Long.SIZE ? size >>> shift : 0;
  }

  private static void checkSize(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
    }
  }
}
