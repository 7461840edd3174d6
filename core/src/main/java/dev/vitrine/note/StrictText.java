package dev.vitrine.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Decoders that take one encoding of a value and refuse every other. */
public final class StrictText {
  private static final int SHOWN = 80;
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final char REPLACEMENT = '\uFFFD';

  private StrictText() {}

  /**
   * UTF-8, refused when malformed.
   *
   * @throws NoteFormatException if it is
   */
  public static String utf8(byte[] bytes) throws NoteFormatException {
    return utf8(bytes, 0, bytes.length);
  }

  static String utf8(byte[] bytes, int offset, int length) throws NoteFormatException {
    // The lenient decoder has the fast paths, and leaves this character where it met bad bytes.
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : strictUtf8(bytes, offset, length);
  }

  private static String strictUtf8(byte[] bytes, int offset, int length)
      throws NoteFormatException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new NoteFormatException("text: malformed UTF-8", e);
    }
  }

  /**
   * RFC 4648 §4 base64 with padding and zero trailing bits.
   *
   * @throws NoteFormatException for any other text
   */
  public static byte[] base64(String text) throws NoteFormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (isCanonicalEnd(text, bytes)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new NoteFormatException("base64: " + show(text) + " (expected: RFC 4648 base64)", e);
    }
    throw new NoteFormatException("base64: " + show(text) + " (expected: its canonical form)");
  }

  /** The JDK's decoder takes missing padding and non-zero trailing bits; both show at the end. */
  private static boolean isCanonicalEnd(String text, byte[] bytes) {
    int whole = bytes.length / 3 * 4;
    int left = bytes.length % 3;
    if (left == 0) {
      return text.length() == whole;
    }
    int last = bytes[bytes.length - 1] & 0xff;
    char beforePadding = DIGITS.charAt(left == 1 ? (last & 3) << 4 : (last & 15) << 2);
    return text.length() == whole + 4
        && text.charAt(whole + left) == beforePadding
        && text.charAt(whole + 3) == '='
        && (left == 2 || text.charAt(whole + 2) == '=');
  }

  /**
   * ASCII decimal 0..2^63-1 without sign or leading zeros.
   *
   * @throws NoteFormatException for any other text
   */
  public static long decimal(String text) throws NoteFormatException {
    boolean canonical =
        !text.isEmpty() && text.length() <= 19 && (text.length() == 1 || text.charAt(0) != '0');
    for (int i = 0; canonical && i < text.length(); i++) {
      canonical = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    try {
      if (canonical) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw new NoteFormatException("number: " + show(text) + " (expected: <= 2^63-1)", e);
    }
    throw new NoteFormatException(
        "number: " + show(text) + " (expected: ASCII decimal without leading zeros)");
  }

  /** A hostile value made fit for one line of an error message. */
  public static String show(String text) {
    String head = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    StringBuilder safe = new StringBuilder(head.length() + 2).append('"');
    head.codePoints().forEach(c -> safe.appendCodePoint(isHarmless(c) ? c : '?'));
    return safe.append('"').toString();
  }

  /** Not what a terminal would obey, end the line at, or show the rest of it the other way for. */
  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
