package dev.vitrine.record;

import dev.vitrine.crypto.VerifyingKey;
import java.util.HexFormat;

/** Names of record keys: lower-case hex SHA-256 of the DER SubjectPublicKeyInfo. */
public final class KeyIds {
  static final String EXPECTATION = "64 lower-case hex digits";

  private KeyIds() {}

  public static String of(VerifyingKey key) {
    return ofSpki(key.spki());
  }

  public static String ofSpki(byte[] spki) {
    return HexFormat.of().formatHex(Digests.sha256(spki));
  }

  /** Whether the text has the form of a key id. */
  public static boolean isWellFormed(String keyId) {
    return Digests.isSha256(keyId);
  }
}
