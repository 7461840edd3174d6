package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hash tile: 1 to 256 hashes of one level of the tree, and the roots of the complete subtrees
 * over them, which are computed when first asked for and then kept.
 *
 * <p>Immutable, and safe for use by any number of threads.
 */
public final class HashTile {
  /** Levels of the tree that a tile spans: a full tile's root is this much above its hashes. */
  public static final int HEIGHT = 8;

  /** Number of bytes of a full tile. */
  public static final int MAX_BYTES = TileId.FULL_WIDTH * Hash.SIZE;

  /** Height of the nodes that a cache keeps of a tile: halfway, 16 of a full tile's 255. */
  private static final int MIDDLE_HEIGHT = HEIGHT / 2;

  private final byte[] hashes;
  private final int width;
  // The 16 nodes of the middle height, if they were computed before.
  private final byte @Nullable [] middle;
  // The nodes of height 1 from the left, then those of height 2, up to the root, each height at the
  // same place in every tile. Written once with its final contents; threads that race here compute
  // the same.
  private volatile byte @Nullable [] inner;

  private HashTile(byte[] hashes, byte @Nullable [] middle) {
    this.hashes = hashes;
    this.width = hashes.length / Hash.SIZE;
    this.middle = middle;
  }

  /**
   * Takes a copy of the first {@code width} hashes of a tile that may be wider.
   *
   * @param width number of hashes, 1..256
   * @throws TileFormatException if there are not so many, or the bytes are no tile of any width
   */
  public static HashTile decode(byte[] bytes, int width) throws TileFormatException {
    requireWidth(bytes, width);
    return new HashTile(Arrays.copyOf(bytes, width * Hash.SIZE), null);
  }

  /**
   * Makes a tile of an array that the caller gives away, as {@link #decode} does, but without a
   * copy where the tile is not wider.
   */
  static HashTile adopt(byte[] bytes, int width) throws TileFormatException {
    requireWidth(bytes, width);
    byte[] own =
        bytes.length == width * Hash.SIZE ? bytes : Arrays.copyOf(bytes, width * Hash.SIZE);
    return new HashTile(own, null);
  }

  private static void requireWidth(byte[] bytes, int width) throws TileFormatException {
    TilePaths.checkIndexAndWidth(0, width);
    boolean whole = bytes.length % Hash.SIZE == 0 && bytes.length <= MAX_BYTES;
    if (!whole || bytes.length < width * Hash.SIZE) {
      throw new TileFormatException(
          "tile: "
              + bytes.length
              + " bytes (expected: "
              + width * Hash.SIZE
              + ", or a wider tile of up to 8192)");
    }
  }

  /** Number of hashes, 1..256. */
  public int width() {
    return width;
  }

  /**
   * Returns one of the tile's hashes.
   *
   * @param i 0..{@link #width()}-1
   */
  public Hash hash(int i) {
    Objects.checkIndex(i, width);
    return Hash.of(hashes, i * Hash.SIZE);
  }

  /**
   * Returns the root of the complete subtree over the tile's hashes {@code [i·2^height,
   * (i+1)·2^height)}.
   *
   * @param height 0..8
   * @param i such that the subtree lies within the tile's width
   */
  public Hash node(int height, int i) {
    Objects.checkIndex(height, HEIGHT + 1);
    Objects.checkIndex(i, width >>> height);
    if (height == 0) {
      return Hash.of(hashes, i * Hash.SIZE);
    }
    if (middle == null || inner != null) {
      return Hash.of(inner(), (innerStart(height) + i) * Hash.SIZE);
    }
    // A path needs 22 hashes this way, where all the inner nodes are 255.
    return height < MIDDLE_HEIGHT
        ? fold(hashes, i, height)
        : fold(middle, i, height - MIDDLE_HEIGHT);
  }

  /**
   * The nodes from which the others take few hashes, if a full tile has them.
   *
   * @return 512 bytes in a new array, for {@link #with}
   */
  byte @Nullable [] middle() {
    if (middle != null) {
      return middle.clone();
    }
    byte[] known = inner;
    if (known == null || width != TileId.FULL_WIDTH) {
      return null;
    }
    int from = innerStart(MIDDLE_HEIGHT) * Hash.SIZE;
    return Arrays.copyOfRange(known, from, innerStart(MIDDLE_HEIGHT + 1) * Hash.SIZE);
  }

  /** This tile, with the nodes that {@link #middle} gave for the same tile. */
  HashTile with(byte[] middleNodes) {
    return new HashTile(hashes, middleNodes);
  }

  /**
   * Returns the root over a full tile, which is an element of the tile above.
   *
   * @throws IllegalStateException if the tile is partial
   */
  public Hash root() {
    if (width != TileId.FULL_WIDTH) {
      throw new IllegalStateException("width: " + width + " (expected: 256 for a root)");
    }
    return node(HEIGHT, 0);
  }

  /** Returns the tile's bytes in a new array. */
  public byte[] toByteArray() {
    return hashes.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof HashTile other && Arrays.equals(hashes, other.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return "HashTile[" + width + " hashes]";
  }

  private byte[] inner() {
    byte[] known = inner;
    if (known == null) {
      known = computeInner();
      inner = known;
    }
    return known;
  }

  private byte[] computeInner() {
    byte[] nodes = new byte[innerStart(HEIGHT + 1) * Hash.SIZE];
    byte[] below = hashes;
    int belowStart = 0;
    for (int height = 1; height <= HEIGHT; height++) {
      int start = innerStart(height);
      for (int i = 0; i < width >>> height; i++) {
        int children = (belowStart + 2 * i) * Hash.SIZE;
        TreeHasher.node(below, children, nodes, (start + i) * Hash.SIZE);
      }
      below = nodes;
      belowStart = start;
    }
    return nodes;
  }

  private static Hash fold(byte[] row, int i, int height) {
    int from = (i << height) * Hash.SIZE;
    if (height == 0) {
      return Hash.of(row, from);
    }
    byte[] nodes = Arrays.copyOfRange(row, from, from + (Hash.SIZE << height));
    for (int count = 1 << height; count > 1; count /= 2) {
      for (int pair = 0; pair < count / 2; pair++) {
        TreeHasher.node(nodes, 2 * pair * Hash.SIZE, nodes, pair * Hash.SIZE);
      }
    }
    return Hash.of(nodes, 0);
  }

  /** Number of nodes of the heights 1..height-1 in a full tile. */
  private static int innerStart(int height) {
    return TileId.FULL_WIDTH - (2 * TileId.FULL_WIDTH >>> height);
  }
}
