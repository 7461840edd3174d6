package dev.vitrine.record;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A pull reader for the part of JSON (RFC 8259) that records may use: no floats, no nulls, valid
 * UTF-8, no unpaired surrogates, at most {@value #MAX_DEPTH} levels. It never looks past what it
 * was asked for, so that a hostile text costs no more than its length. Not thread-safe.
 *
 * <pre>{@code
 * reader.beginObject();
 * while (reader.nextMember()) {
 *   switch (reader.name()) { ... reader.string() ... }
 * }
 * reader.end();
 * }</pre>
 */
final class JsonReader {
  static final int MAX_DEPTH = 24;

  private final byte[] text;
  private int at;
  private int depth;
  private boolean first;
  private String name = "";

  JsonReader(byte[] text) {
    this.text = text;
  }

  /** Offset of the next byte to read; with {@link #seek} a way to come back to a value. */
  int position() {
    skipSpace();
    return at;
  }

  void seek(int position) {
    at = position;
  }

  /** The name that {@link #nextMember} found. */
  String name() {
    return name;
  }

  /** First byte of the next token; 0 at the end of the text. */
  int peek() {
    skipSpace();
    return at < text.length ? text[at] : 0;
  }

  void beginObject() throws RecordFormatException {
    begin('{', "an object");
  }

  void beginArray() throws RecordFormatException {
    begin('[', "an array");
  }

  /** Moves to the next member and reads its name; false after the closing brace. */
  boolean nextMember() throws RecordFormatException {
    if (!next('}')) {
      return false;
    }
    name = string();
    expect(':', "a colon after the name");
    return true;
  }

  /** Moves to the next element; false after the closing bracket. */
  boolean nextElement() throws RecordFormatException {
    return next(']');
  }

  /** Checks that nothing follows. */
  void end() throws RecordFormatException {
    if (peek() != 0 || at < text.length) {
      throw syntax("the end of the text");
    }
  }

  boolean bool() throws RecordFormatException {
    skipSpace();
    if (literal("true")) {
      return true;
    }
    if (literal("false")) {
      return false;
    }
    throw mismatch("true or false");
  }

  /** Reads an integer that stands bare or, as proto3-JSON writes 64-bit ones, in a string. */
  long integer() throws RecordFormatException {
    if (peek() == '"') {
      String digits = string();
      byte[] ascii = digits.getBytes(StandardCharsets.UTF_8);
      JsonReader inner = new JsonReader(ascii);
      long value = inner.bareInteger();
      if (inner.at != ascii.length) {
        throw new RecordFormatException("JSON_TYPE", "", digits, "an integer");
      }
      return value;
    }
    return bareInteger();
  }

  private long bareInteger() throws RecordFormatException {
    int start = at;
    if (at < text.length && text[at] == '-') {
      at++;
    }
    int digits = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at == digits) {
      throw mismatch("an integer");
    }
    String shown = new String(text, start, at - start, StandardCharsets.ISO_8859_1);
    if (at < text.length && (text[at] == '.' || text[at] == 'e' || text[at] == 'E')) {
      throw new RecordFormatException(
          "JSON_FLOAT", "", shown, "an integer, no fraction or exponent");
    }
    if ((text[digits] == '0' && at - digits > 1) || shown.equals("-0")) {
      throw new RecordFormatException("JSON_SYNTAX", "", shown, "an integer without leading zeros");
    }
    try {
      return Long.parseLong(shown);
    } catch (NumberFormatException e) {
      throw new RecordFormatException("JSON_TYPE", "", shown, "an integer of 64 bits");
    }
  }

  String string() throws RecordFormatException {
    expect('"', "a string");
    int start = at;
    int high = 0;
    boolean delete = false;
    while (at < text.length) {
      byte b = text[at];
      if (b == '"') {
        String value = decode(start, at, high < 0);
        at++;
        return high < 0 || delete ? wellFormed(value) : value;
      }
      if (b == '\\') {
        return escapedString(start);
      }
      if (b >= 0 && b < 0x20) {
        throw syntax("no control character in a string");
      }
      high |= b;
      delete |= b == 0x7f;
      at++;
    }
    throw syntax("a closing quote");
  }

  private String escapedString(int start) throws RecordFormatException {
    StringBuilder out = new StringBuilder();
    int plain = start;
    while (at < text.length) {
      byte b = text[at];
      if (b == '"' || b == '\\') {
        out.append(decode(plain, at, true));
        at++;
        if (b == '"') {
          return wellFormed(out.toString());
        }
        out.append(escape());
        plain = at;
      } else if (b >= 0 && b < 0x20) {
        throw syntax("no control character in a string");
      } else {
        at++;
      }
    }
    throw syntax("a closing quote");
  }

  private char escape() throws RecordFormatException {
    int c = at < text.length ? text[at++] : 0;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw syntax("an escape of JSON");
    };
  }

  private char unicode() throws RecordFormatException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length ? Character.digit(text[at++], 16) : -1;
      if (digit < 0) {
        throw syntax("four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /** A value of any kind, read and dropped; names of its objects are not checked for duplicates. */
  void skipValue() throws RecordFormatException {
    switch (peek()) {
      case '{' -> {
        beginObject();
        while (nextMember()) {
          skipValue();
        }
      }
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skipValue();
        }
      }
      case '"' -> string();
      case 't', 'f' -> bool();
      default -> bareInteger();
    }
  }

  private void begin(char open, String expected) throws RecordFormatException {
    expect(open, expected);
    if (++depth > MAX_DEPTH) {
      throw new RecordFormatException(
          "JSON_DEPTH", "", Integer.toString(depth), "at most " + MAX_DEPTH + " levels");
    }
    first = true;
  }

  private boolean next(char close) throws RecordFormatException {
    if (peek() == close) {
      at++;
      depth--;
      first = false;
      return false;
    }
    if (!first) {
      expect(',', "a comma or " + close);
    }
    first = false;
    return true;
  }

  private void expect(char c, String expected) throws RecordFormatException {
    if (peek() != c) {
      throw mismatch(expected);
    }
    at++;
  }

  private RecordFormatException mismatch(String expected) {
    boolean literal = remaining("null") || remaining("true") || remaining("false");
    boolean value = literal || (peek() != 0 && "{[\"-0123456789".indexOf(peek()) >= 0);
    RecordFormatException syntax = syntax(expected);
    return value ? new RecordFormatException("JSON_TYPE", "", syntax.value(), expected) : syntax;
  }

  private boolean literal(String word) {
    if (!remaining(word)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private boolean remaining(String word) {
    if (text.length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void skipSpace() {
    while (at < text.length && isSpace(text[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r';
  }

  private String decode(int from, int to, boolean mayBeWide) throws RecordFormatException {
    if (!mayBeWide) {
      return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
    try {
      CharBuffer chars =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(text, from, to - from));
      return chars.toString();
    } catch (CharacterCodingException e) {
      throw new RecordFormatException("INVALID_UTF8", "", "bytes at offset " + from, "valid UTF-8");
    }
  }

  private static String wellFormed(String value) throws RecordFormatException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        // Records are shown on terminals and in mails; nothing in them needs a control character.
        throw new RecordFormatException(
            "CONTROL_CHARACTER", "", "\\u00" + Integer.toHexString(c | 0x100).substring(1), "text");
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new RecordFormatException(
            "INVALID_UTF8", "", "\\u" + Integer.toHexString(c), "no unpaired surrogate");
      }
    }
    return value;
  }

  private RecordFormatException syntax(String expected) {
    int to = Math.min(text.length, at + 16);
    String shown =
        at >= text.length
            ? "end of text"
            : new String(text, at, to - at, StandardCharsets.US_ASCII) + " at offset " + at;
    return new RecordFormatException("JSON_SYNTAX", "", shown, expected);
  }
}
