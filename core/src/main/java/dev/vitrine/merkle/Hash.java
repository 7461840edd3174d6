package dev.vitrine.merkle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A SHA-256 value: 32 immutable bytes.
 *
 * <p>Ordered as unsigned bytes, first byte first. {@link #toString()} is lower-case hexadecimal.
 */
public final class Hash implements Comparable<Hash> {
  // Four big-endian longs rather than a byte[]: one object instead of two, nothing to copy
  // defensively, and equality in four comparisons.
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Number of bytes in a hash. */
  public static final int SIZE = 32;

  private static final int BASE64_LENGTH = 44;
  // The base64 characters whose two low bits are zero: 32 bytes leave two bits over.
  private static final String CANONICAL_LAST = "AEIMQUYcgkosw048";

  /** The root of the tree without leaves: SHA-256 of no bytes (RFC 6962 section 2.1). */
  public static final Hash EMPTY_ROOT =
      ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;

  private Hash(byte[] src, int off) {
    this.word0 = (long) LONG.get(src, off);
    this.word1 = (long) LONG.get(src, off + 8);
    this.word2 = (long) LONG.get(src, off + 16);
    this.word3 = (long) LONG.get(src, off + 24);
  }

  /**
   * Copies a hash out of an array of its exact length.
   *
   * @throws IllegalArgumentException if {@code bytes} does not hold exactly 32 bytes
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("hash length: " + bytes.length + " (expected: 32 bytes)");
    }
    return new Hash(bytes, 0);
  }

  /**
   * Copies the 32 bytes from {@code off} on.
   *
   * @throws IndexOutOfBoundsException if fewer than 32 bytes follow {@code off}
   */
  public static Hash of(byte[] src, int off) {
    Objects.checkFromIndexSize(off, SIZE, src.length);
    return new Hash(src, off);
  }

  /**
   * Reads 64 hexadecimal digits of either case.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Hash ofHex(String hex) {
    if (hex.length() != 2 * SIZE) {
      throw new IllegalArgumentException(
          "hash in hexadecimal: " + hex.length() + " characters (expected: 64)");
    }
    return new Hash(HexFormat.of().parseHex(hex), 0);
  }

  /**
   * Reads standard base64 with padding, 44 characters, in the one canonical form.
   *
   * @throws IllegalArgumentException for anything else, also where other decoders are lenient
   */
  public static Hash ofBase64(String base64) {
    if (base64.length() != BASE64_LENGTH) {
      throw new IllegalArgumentException(
          "hash in base64: " + base64.length() + " characters (expected: 44)");
    }
    byte[] bytes = Base64.getDecoder().decode(base64);
    // The JDK's decoder ignores non-zero trailing bits; only one text per hash may pass.
    if (bytes.length != SIZE || CANONICAL_LAST.indexOf(base64.charAt(BASE64_LENGTH - 2)) < 0) {
      throw new IllegalArgumentException(
          "hash in base64: " + base64 + " (expected: canonical base64 of 32 bytes)");
    }
    return new Hash(bytes, 0);
  }

  /** Returns the 32 bytes in a new array. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[SIZE];
    copyTo(bytes, 0);
    return bytes;
  }

  /**
   * Writes the 32 bytes to {@code dst} from {@code off} on.
   *
   * @throws IndexOutOfBoundsException if fewer than 32 bytes follow {@code off}
   */
  public void copyTo(byte[] dst, int off) {
    Objects.checkFromIndexSize(off, SIZE, dst.length);
    LONG.set(dst, off, word0);
    LONG.set(dst, off + 8, word1);
    LONG.set(dst, off + 16, word2);
    LONG.set(dst, off + 24, word3);
  }

  /**
   * Returns eight of the bytes as a big-endian number, for filters and tables that are keyed by
   * hashes.
   *
   * @param i 0..3
   */
  public long word(int i) {
    return switch (i) {
      case 0 -> word0;
      case 1 -> word1;
      case 2 -> word2;
      case 3 -> word3;
      default -> throw new IndexOutOfBoundsException("word: " + i + " (expected: 0..3)");
    };
  }

  /** Returns 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(toByteArray());
  }

  /** Returns 44 characters of standard base64 with padding. */
  public String base64() {
    return Base64.getEncoder().encodeToString(toByteArray());
  }

  @Override
  public int compareTo(Hash other) {
    int order = Long.compareUnsigned(word0, other.word0);
    if (order == 0) {
      order = Long.compareUnsigned(word1, other.word1);
    }
    if (order == 0) {
      order = Long.compareUnsigned(word2, other.word2);
    }
    return order != 0 ? order : Long.compareUnsigned(word3, other.word3);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Hash other
        && word0 == other.word0
        && word1 == other.word1
        && word2 == other.word2
        && word3 == other.word3;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word0 ^ word1 ^ word2 ^ word3);
  }

  @Override
  public String toString() {
    return hex();
  }
}
