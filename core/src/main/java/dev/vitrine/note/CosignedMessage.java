package dev.vitrine.note;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes under a signature that are not simply the note's text. */
final class CosignedMessage {
  private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_NAME = 255;

  private CosignedMessage() {}

  /** Type 0x04 (C2SP tlog-cosignature): a header, then the whole text with its extension lines. */
  static byte[] ed25519(long timestamp, byte[] text) {
    byte[] header =
        ("cosignature/v1\ntime " + timestamp + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(header.length + text.length).put(header).put(text).array();
  }

  /** Type 0x06 (C2SP tlog-cosignature): the TLS presentation of a CosignedMessage. */
  static byte[] subtree(String cosigner, long timestamp, String origin, Subtree range, Hash hash)
      throws NoteFormatException {
    byte[] cosignerBytes = shortName("cosigner name", cosigner);
    byte[] originBytes = shortName("origin", origin);
    int size = SUBTREE_LABEL.length + 26 + cosignerBytes.length + originBytes.length + Hash.SIZE;
    return ByteBuffer.allocate(size)
        .put(SUBTREE_LABEL)
        .put((byte) cosignerBytes.length)
        .put(cosignerBytes)
        .putLong(timestamp)
        .put((byte) originBytes.length)
        .put(originBytes)
        .putLong(range.start())
        .putLong(range.end())
        .put(hash.toByteArray())
        .array();
  }

  /** Type 0x05: RFC 6962 section 3.5, TreeHeadSignature of version 1. */
  static byte[] treeHead(long timestampMillis, long size, Hash root) {
    return ByteBuffer.allocate(18 + Hash.SIZE)
        .put((byte) 0)
        .put((byte) 1)
        .putLong(timestampMillis)
        .putLong(size)
        .put(root.toByteArray())
        .array();
  }

  private static byte[] shortName(String what, String name) throws NoteFormatException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_NAME) {
      throw new NoteFormatException(
          what + " bytes: " + bytes.length + " (expected: 1.." + MAX_NAME + ")");
    }
    return bytes;
  }
}
