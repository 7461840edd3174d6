package dev.vitrine.record;

import dev.vitrine.merkle.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 and the hex form of digests in records. */
public final class Digests {
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(Digests::newSha256);

  private static final boolean[] LOWER_HEX = lowerHex(); // by character, below 128

  private Digests() {}

  /** A digest of its own, for hashing in pieces. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static byte[] sha256(byte[] bytes) {
    return SHA256.get().digest(bytes);
  }

  /** Whether the text is 64 lower-case hex digits. */
  public static boolean isSha256(String text) {
    return text.length() == 2 * Hash.SIZE && isLowerHex(text);
  }

  /** Whether the text is lower-case hex digits only. */
  public static boolean isLowerHex(String text) {
    // Without a branch on a digit: in a digest no processor can foretell it.
    boolean hex = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      hex &= c < LOWER_HEX.length & LOWER_HEX[c & LOWER_HEX.length - 1];
    }
    return hex;
  }

  private static boolean[] lowerHex() {
    boolean[] digits = new boolean[128];
    for (char c : "0123456789abcdef".toCharArray()) {
      digits[c] = true;
    }
    return digits;
  }
}
