package dev.vitrine.tile;

/** The index and width part that the paths of tiles and bundles share. */
final class TilePaths {
  static final String TILE = "tile/";
  static final String BUNDLE = "tile/entries/";

  private static final String PARTIAL = ".p/";
  // Seven groups hold 2^63-1.
  private static final int MAX_GROUPS = 7;
  private static final int MAX_PARTIAL = TileId.FULL_WIDTH - 1;

  private TilePaths() {}

  static void checkIndexAndWidth(long index, int width) {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
    if (width < 1 || width > TileId.FULL_WIDTH) {
      throw new IllegalArgumentException("width: " + width + " (expected: 1..256)");
    }
  }

  /** Writes {@code x001/x234/067} with {@code .p/<width>} after it for a partial width. */
  static String indexAndWidth(long index, int width) {
    StringBuilder path = new StringBuilder();
    addGroups(index, path);
    if (width < TileId.FULL_WIDTH) {
      path.append(PARTIAL).append(width);
    }
    return path.toString();
  }

  private static void addGroups(long index, StringBuilder path) {
    if (index >= 1000) {
      addLeadingGroups(index / 1000, path);
    }
    addDigits((int) (index % 1000), path);
  }

  private static void addLeadingGroups(long index, StringBuilder path) {
    if (index >= 1000) {
      addLeadingGroups(index / 1000, path);
    }
    path.append('x');
    addDigits((int) (index % 1000), path);
    path.append('/');
  }

  private static void addDigits(int group, StringBuilder path) {
    path.append((char) ('0' + group / 100))
        .append((char) ('0' + group / 10 % 10))
        .append((char) ('0' + group % 10));
  }

  /** Reads the width from {@code <index>[.p/<width>]}; -1 if it is not canonical. */
  static int parseWidth(String tail) {
    int at = tail.indexOf(PARTIAL);
    if (at < 0) {
      return TileId.FULL_WIDTH;
    }
    int width = parseDecimal(tail.substring(at + PARTIAL.length()), MAX_PARTIAL);
    return width == 0 ? -1 : width;
  }

  /** Reads the index from {@code <index>[.p/<width>]}; -1 if it is not canonical. */
  static long parseIndex(String tail) {
    int partial = tail.indexOf(PARTIAL);
    int end = partial < 0 ? tail.length() : partial;
    // Groups are "x" three digits "/", the last one three digits only.
    if (end % 5 != 3 || end / 5 >= MAX_GROUPS) {
      return -1;
    }
    long index = 0;
    for (int at = 0; at < end; at += 5) {
      boolean last = at + 3 == end;
      int group = parseGroup(tail, last ? at : at + 1);
      boolean leadingZero = at == 0 && !last && group == 0;
      if (group < 0 || leadingZero || (!last && !isWrapped(tail, at))) {
        return -1;
      }
      if (index > (Long.MAX_VALUE - group) / 1000) {
        return -1;
      }
      index = index * 1000 + group;
    }
    return index;
  }

  private static boolean isWrapped(String tail, int at) {
    return tail.charAt(at) == 'x' && tail.charAt(at + 4) == '/';
  }

  private static int parseGroup(String text, int at) {
    int value = 0;
    for (int i = at; i < at + 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * Reads a decimal without leading zeros, 0..{@code max}, max below 1000; -1 for anything else.
   */
  static int parseDecimal(String text, int max) {
    if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= max ? value : -1;
  }
}
