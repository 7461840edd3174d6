package dev.vitrine.tile;

/**
 * Names an entry bundle: the log entries whose leaf hashes are the tile of level 0 with the same
 * index and width.
 *
 * @param index position, 0..2^63-1; the first entry is entry {@code 256·index} of the log
 * @param width number of entries, 1..256; fewer than 256 make a partial bundle
 */
public record BundleId(long index, int width) {
  private static final String EXPECTED =
      "tile/entries/<index>[.p/<width 1..255>], each in its canonical form";

  /** Refuses coordinates that no path can name. */
  public BundleId {
    TilePaths.checkIndexAndWidth(index, width);
  }

  /**
   * Reads what {@link #path()} writes, and nothing else.
   *
   * @throws TilePathException for any other text, also where it could be understood
   */
  public static BundleId parse(String path) throws TilePathException {
    if (!path.startsWith(TilePaths.BUNDLE)) {
      throw new TilePathException(path, EXPECTED);
    }
    String tail = path.substring(TilePaths.BUNDLE.length());
    int width = TilePaths.parseWidth(tail);
    long index = TilePaths.parseIndex(tail);
    if (width < 0 || index < 0) {
      throw new TilePathException(path, EXPECTED);
    }
    return new BundleId(index, width);
  }

  /** The path below a log's prefix, such as {@code tile/entries/x001/x234/067.p/8}. */
  public String path() {
    return TilePaths.BUNDLE + TilePaths.indexAndWidth(index, width);
  }

  /** Tells whether the bundle has fewer than 256 entries. */
  public boolean isPartial() {
    return width < TileId.FULL_WIDTH;
  }

  /** The full bundle at the same place. */
  public BundleId full() {
    return new BundleId(index, TileId.FULL_WIDTH);
  }

  /** The tile of level 0 that holds the entries' leaf hashes. */
  public TileId tile() {
    return new TileId(0, index, width);
  }
}
