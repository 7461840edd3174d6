package dev.vitrine.tile;

/**
 * Names a hash tile: element {@code i} is the root of the complete subtree over the leaves {@code
 * [(256·index+i)·256^level, (256·index+i+1)·256^level)}.
 *
 * @param level 0..63
 * @param index position within the level, 0..2^63-1
 * @param width number of hashes, 1..256; fewer than 256 make a partial tile
 */
public record TileId(int level, long index, int width) {
  /** Number of hashes in a full tile. */
  public static final int FULL_WIDTH = 256;

  /** Highest level that a path can name. */
  public static final int MAX_LEVEL = 63;

  private static final String EXPECTED =
      "tile/<level 0..63>/<index>[.p/<width 1..255>], each in its canonical form";

  /** Refuses coordinates that no path can name. */
  public TileId {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level: " + level + " (expected: 0..63)");
    }
    TilePaths.checkIndexAndWidth(index, width);
  }

  /**
   * Reads what {@link #path()} writes, and nothing else.
   *
   * @throws TilePathException for any other text, also where it could be understood
   */
  public static TileId parse(String path) throws TilePathException {
    int levelStart = TilePaths.TILE.length();
    int levelEnd = path.indexOf('/', levelStart);
    if (!path.startsWith(TilePaths.TILE) || levelEnd < 0) {
      throw new TilePathException(path, EXPECTED);
    }
    int level = TilePaths.parseDecimal(path.substring(levelStart, levelEnd), MAX_LEVEL);
    String tail = path.substring(levelEnd + 1);
    int width = TilePaths.parseWidth(tail);
    long index = TilePaths.parseIndex(tail);
    if (level < 0 || width < 0 || index < 0) {
      throw new TilePathException(path, EXPECTED);
    }
    return new TileId(level, index, width);
  }

  /** The path below a log's prefix, such as {@code tile/0/x001/x234/067.p/8}. */
  public String path() {
    return TilePaths.TILE + level + "/" + TilePaths.indexAndWidth(index, width);
  }

  /** Tells whether the tile has fewer than 256 hashes. */
  public boolean isPartial() {
    return width < FULL_WIDTH;
  }

  /** The full tile at the same place. */
  public TileId full() {
    return withWidth(FULL_WIDTH);
  }

  /** The tile at the same place with another number of hashes. */
  TileId withWidth(int otherWidth) {
    return new TileId(level, index, otherWidth);
  }
}
