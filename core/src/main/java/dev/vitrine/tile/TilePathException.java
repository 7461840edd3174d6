package dev.vitrine.tile;

/** A path that is not the one canonical path of a tile or bundle. */
public final class TilePathException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 80;

  TilePathException(String path, String expected) {
    super("path: " + shorten(path) + " (expected: " + expected + ")");
  }

  private static String shorten(String path) {
    String head = path.length() <= SHOWN ? path : path.substring(0, SHOWN) + "...";
    // Every path is ASCII, and a message must fit one line of a log or a terminal.
    return head.replaceAll("[^ -~]", "?");
  }
}
