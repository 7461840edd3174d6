package dev.vitrine.note;

import dev.vitrine.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Key IDs as C2SP signed-note derives them for each type. */
final class KeyIds {
  private KeyIds() {}

  /**
   * @param publicKey the key's bytes as the vkey holds them, without the type byte
   */
  static int of(String name, SignatureType type, byte[] publicKey) {
    return switch (type) {
      case ECDSA -> first4(publicKey);
      // A CT log's key ID is over its 32-byte LogID, which is the SHA-256 of its SPKI.
      case RFC6962_TREE_HEAD -> named(name, type, Sha256.digest(publicKey));
      default -> named(name, type, publicKey);
    };
  }

  private static int named(String name, SignatureType type, byte[] key) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    return first4(
        ByteBuffer.allocate(nameBytes.length + 2 + key.length)
            .put(nameBytes)
            .put((byte) '\n')
            .put(type.id())
            .put(key)
            .array());
  }

  private static int first4(byte[] message) {
    return ByteBuffer.wrap(Sha256.digest(message)).getInt();
  }
}
