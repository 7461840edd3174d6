package dev.vitrine.note;

/** Key names: non-empty, no Unicode space, no plus sign, no control character. */
final class KeyName {
  private KeyName() {}

  static String check(String name) throws NoteFormatException {
    if (name.isEmpty()) {
      throw new NoteFormatException("key name: empty");
    }
    if (!isValid(name)) {
      throw new NoteFormatException(
          "key name: "
              + StrictText.show(name)
              + " (expected: no space, no '+', no control character)");
    }
    return name;
  }

  static boolean isValid(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '+' || c < ' ' || isSpace(c) || isLoneSurrogate(name, i)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Go's unicode.IsSpace, which is what every other implementation asks. */
  private static boolean isSpace(char c) {
    return c <= ' '
        ? c == ' ' || (c >= 0x09 && c <= 0x0d)
        : c == 0x85
            || c == 0xa0
            || c == 0x1680
            || (c >= 0x2000 && c <= 0x200a)
            || c == 0x2028
            || c == 0x2029
            || c == 0x202f
            || c == 0x205f
            || c == 0x3000;
  }

  static boolean isLoneSurrogate(String name, int i) {
    char c = name.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == name.length() || !Character.isLowSurrogate(name.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)));
  }
}
