package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.v1.Build;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names in the admission state: one byte that tells the value's type, then what it is about. */
final class StateKeys {
  private StateKeys() {}

  static byte[] head() {
    return new byte[] {'H'};
  }

  static byte[] policy() {
    return new byte[] {'P'};
  }

  static byte[] key(String keyId) {
    byte[] key = new byte[1 + Hash.SIZE];
    key[0] = 'K';
    System.arraycopy(HexFormat.of().parseHex(keyId), 0, key, 1, Hash.SIZE);
    return key;
  }

  static byte[] event(String eventId) {
    return named('E', eventId);
  }

  static byte[] entry(long index) {
    return ByteBuffer.allocate(9).put((byte) 'N').putLong(index).array();
  }

  static byte[] stream(String stream) {
    return named('S', stream);
  }

  static byte[] relocation(String relocationId) {
    return named('R', relocationId);
  }

  /** Hashed, because the parts may be long and contain any separator. */
  static byte[] version(Build build) {
    byte[] key = new byte[1 + Hash.SIZE];
    key[0] = 'V';
    byte[] digest =
        Digests.sha256(
            Framed.of(
                build.getProduct(),
                build.getVersion(),
                build.getPlatform(),
                build.getArch(),
                build.getLocale(),
                build.getChannel().name()));
    System.arraycopy(digest, 0, key, 1, Hash.SIZE);
    return key;
  }

  private static byte[] named(char type, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[1 + utf8.length];
    key[0] = (byte) type;
    System.arraycopy(utf8, 0, key, 1, utf8.length);
    return key;
  }
}
