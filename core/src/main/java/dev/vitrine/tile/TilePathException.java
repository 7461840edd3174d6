package dev.vitrine.tile;

/** A path that is not the one canonical path of a tile or bundle. */
public final class TilePathException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 80;

  TilePathException(String path, String expected) {
    super("path: " + shorten(path) + " (expected: " + expected + ")");
  }

  private static String shorten(String path) {
    return path.length() <= SHOWN ? path : path.substring(0, SHOWN) + "…";
  }
}
