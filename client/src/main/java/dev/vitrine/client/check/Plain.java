package dev.vitrine.client.check;

/** Text from a log, so that it can neither steer a terminal nor reorder what a person reads. */
final class Plain {
  private static final int LONGEST = 500;

  private Plain() {}

  static String text(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().limit(LONGEST).map(c -> steers(c) ? '.' : c).forEach(plain::appendCodePoint);
    return text.length() > LONGEST ? plain.append('…').toString() : plain.toString();
  }

  private static boolean steers(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR;
  }
}
