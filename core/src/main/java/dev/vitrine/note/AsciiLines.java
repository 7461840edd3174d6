package dev.vitrine.note;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks over the ASCII lines that stand before a checkpoint in a larger message. One thread. */
public final class AsciiLines {
  private final byte[] bytes;
  private int at;

  /**
   * @param bytes not copied, so not to be changed while this is in use
   */
  public AsciiLines(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The next line without its line feed.
   *
   * @throws NoteFormatException if there is none, it does not end, or it is not printable ASCII
   */
  public String next() throws NoteFormatException {
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      if (bytes[end] < ' ' || bytes[end] == 0x7f) {
        throw new NoteFormatException(
            "byte " + (bytes[end] & 0xff) + " at " + end + " (expected: printable ASCII)");
      }
      end++;
    }
    if (end == bytes.length) {
      throw new NoteFormatException("line at " + at + ": no line feed at its end");
    }
    String line = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    at = end + 1;
    return line;
  }

  /** The bytes after the last line taken. */
  public byte[] rest() {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }
}
