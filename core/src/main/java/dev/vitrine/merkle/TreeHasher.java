package dev.vitrine.merkle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.Objects;

/**
 * The two hash functions of RFC 6962 section 2.1: {@code leaf(d) = SHA-256(0x00 ‖ d)} and {@code
 * node(l, r) = SHA-256(0x01 ‖ l ‖ r)}.
 *
 * <p>Safe for use by any number of threads. The variants on byte arrays allocate nothing.
 */
public final class TreeHasher {
  private static final ThreadLocal<TreeHasher> PER_THREAD =
      ThreadLocal.withInitial(TreeHasher::new);

  private static final byte[] LEAF_PREFIX = {0};
  private static final int PAIR = 2 * Hash.SIZE;

  private final MessageDigest sha256 = sha256();
  // 0x01 ‖ left ‖ right: one update of a whole message is the digest's shortest way.
  private final byte[] nodeMessage = new byte[1 + PAIR];
  private final byte[] result = new byte[Hash.SIZE];

  private TreeHasher() {
    nodeMessage[0] = 1;
  }

  /** Hashes a log entry. */
  public static Hash leaf(byte[] entry) {
    return leaf(entry, 0, entry.length);
  }

  /**
   * Hashes the log entry in {@code b[off, off + len)}.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code b}
   */
  public static Hash leaf(byte[] b, int off, int len) {
    TreeHasher hasher = PER_THREAD.get();
    hasher.leafTo(b, off, len, hasher.result, 0);
    return Hash.of(hasher.result, 0);
  }

  /**
   * Hashes the log entry in {@code b[off, off + len)} and writes 32 bytes to {@code out} from
   * {@code outOff} on. Allocates nothing.
   *
   * @throws IndexOutOfBoundsException if a range is not within its array
   */
  public static void leaf(byte[] b, int off, int len, byte[] out, int outOff) {
    PER_THREAD.get().leafTo(b, off, len, out, outOff);
  }

  /** Hashes an inner node from its two children. */
  public static Hash node(Hash left, Hash right) {
    TreeHasher hasher = PER_THREAD.get();
    left.copyTo(hasher.nodeMessage, 1);
    right.copyTo(hasher.nodeMessage, 1 + Hash.SIZE);
    hasher.finishNode(hasher.result, 0);
    return Hash.of(hasher.result, 0);
  }

  /**
   * Hashes an inner node from the 64 bytes of its children, which lie side by side from {@code
   * pairOff} on, and writes 32 bytes to {@code out}. The two arrays may be the same and the ranges
   * may overlap. Allocates nothing.
   *
   * @throws IndexOutOfBoundsException if a range is not within its array
   */
  public static void node(byte[] pair, int pairOff, byte[] out, int outOff) {
    Objects.checkFromIndexSize(pairOff, PAIR, pair.length);
    Objects.checkFromIndexSize(outOff, Hash.SIZE, out.length);
    TreeHasher hasher = PER_THREAD.get();
    System.arraycopy(pair, pairOff, hasher.nodeMessage, 1, PAIR);
    hasher.finishNode(out, outOff);
  }

  private void leafTo(byte[] b, int off, int len, byte[] out, int outOff) {
    // Checked before the first update: a digest that failed half way would spoil the next hash.
    Objects.checkFromIndexSize(off, len, b.length);
    Objects.checkFromIndexSize(outOff, Hash.SIZE, out.length);
    sha256.update(LEAF_PREFIX, 0, 1);
    sha256.update(b, off, len);
    finish(out, outOff);
  }

  private void finishNode(byte[] out, int outOff) {
    sha256.update(nodeMessage, 0, nodeMessage.length);
    finish(out, outOff);
  }

  private void finish(byte[] out, int outOff) {
    try {
      sha256.digest(out, outOff, Hash.SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 refused a checked buffer", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      // By name, since a provider put before it (Bouncy Castle, Corretto) is slower at this.
      return MessageDigest.getInstance("SHA-256", "SUN");
    } catch (NoSuchProviderException | NoSuchAlgorithmException e) {
      return defaultSha256();
    }
  }

  private static MessageDigest defaultSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
