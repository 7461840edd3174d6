package dev.vitrine.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** One signature line of a note, not verified: key name, key ID, and the bytes after it. */
public final class NoteSignature {
  private static final String DASH = "\u2014 ";
  private static final byte[] DASH_BYTES = DASH.getBytes(StandardCharsets.UTF_8);
  // The largest known is ML-DSA-44's 2,428 bytes.
  private static final int MAX_BYTES = 65_535;

  private final String name;
  private final int keyId;
  private final byte[] bytes;

  private NoteSignature(String name, int keyId, byte[] bytes) {
    this.name = name;
    this.keyId = keyId;
    this.bytes = bytes;
  }

  /**
   * @param bytes what follows the key ID: timestamp, if the type has one, and signature
   * @throws NoteFormatException if the name is not a key name or the bytes are none or too many
   */
  public static NoteSignature of(String name, int keyId, byte[] bytes) throws NoteFormatException {
    KeyName.check(name);
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new NoteFormatException(
          "signature bytes: " + bytes.length + " (expected: 1.." + MAX_BYTES + ")");
    }
    return new NoteSignature(name, keyId, bytes.clone());
  }

  /**
   * Reads {@code — <name> <base64(key ID || signature)>}.
   *
   * @param line without its line feed
   * @throws NoteFormatException if the line is malformed or its base64 not canonical
   */
  public static NoteSignature parse(String line) throws NoteFormatException {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw notALine(line);
    }
    return of(line.substring(DASH.length(), space), line.substring(space + 1));
  }

  /** See {@link #parse(String)}; the line is {@code note[from, to)} in UTF-8. */
  static NoteSignature parse(byte[] note, int from, int to) throws NoteFormatException {
    int name = from + DASH_BYTES.length;
    if (name > to || !Arrays.equals(note, from, name, DASH_BYTES, 0, DASH_BYTES.length)) {
      throw notALine(StrictText.utf8(note, from, to - from));
    }
    int space = name;
    while (space < to && note[space] != ' ') {
      space++;
    }
    if (space == to) {
      throw notALine(StrictText.utf8(note, from, to - from));
    }
    return of(
        StrictText.utf8(note, name, space - name),
        StrictText.utf8(note, space + 1, to - space - 1));
  }

  private static NoteSignature of(String name, String base64) throws NoteFormatException {
    KeyName.check(name);
    byte[] blob = StrictText.base64(base64);
    if (blob.length < 5 || blob.length - 4 > MAX_BYTES) {
      throw new NoteFormatException(
          "signature bytes: " + blob.length + " (expected: 5.." + (MAX_BYTES + 4) + ")");
    }
    return new NoteSignature(
        name, ByteBuffer.wrap(blob).getInt(), Arrays.copyOfRange(blob, 4, blob.length));
  }

  private static NoteFormatException notALine(String line) {
    return new NoteFormatException(
        "signature line: " + StrictText.show(line) + " (expected: '\u2014 <name> <base64>')");
  }

  /** Name of the key that this claims to be by. */
  public String name() {
    return name;
  }

  /** The 4 bytes before the signature, big-endian. */
  public int keyId() {
    return keyId;
  }

  /** What follows the key ID. */
  public byte[] signature() {
    return bytes.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  /** The line without its line feed. */
  public String line() {
    byte[] blob = ByteBuffer.allocate(4 + bytes.length).putInt(keyId).put(bytes).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(blob);
  }

  /** No fewer than the line and its line feed have in UTF-8. */
  long maxEncodedBytes() {
    return DASH_BYTES.length + 3L * name.length() + 4L * ((4 + bytes.length + 2) / 3) + 2;
  }

  /** Whether both claim to be by one key: same name and same ID. */
  public boolean sameKey(NoteSignature other) {
    return keyId == other.keyId && name.equals(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that && sameKey(that) && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + keyId) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return line();
  }
}
