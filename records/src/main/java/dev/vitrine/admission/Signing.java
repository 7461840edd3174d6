package dev.vitrine.admission;

import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.record.KeyIds;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.KeyState;

/** From keys as records write them to keys that verify. */
final class Signing {
  private Signing() {}

  static SignatureAlgorithm algorithm(Key.Algorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> SignatureAlgorithm.ED25519;
      case ECDSA_P256 -> SignatureAlgorithm.ECDSA_P256;
      case RSA_PSS -> SignatureAlgorithm.RSA_PSS;
      case RSA_PKCS1 -> SignatureAlgorithm.RSA_PKCS1;
      case ML_DSA_44 -> SignatureAlgorithm.ML_DSA_44;
      case ML_DSA_65 -> SignatureAlgorithm.ML_DSA_65;
      default -> throw new IllegalArgumentException("algorithm: " + algorithm);
    };
  }

  /** The key of a registered state. */
  static VerifyingKey key(KeyState state) {
    try {
      return VerifyingKey.ofSpki(algorithm(state.getAlgorithm()), state.getSpki().toByteArray());
    } catch (KeyFormatException e) {
      throw new IllegalStateException("a registered key was checked when it was registered", e);
    }
  }

  /** Checks that material, algorithm and id of a key belong together. */
  static void check(Key.Algorithm algorithm, byte[] spki, String keyId, String field)
      throws RejectionException {
    if (algorithm == Key.Algorithm.ALGORITHM_UNSPECIFIED) {
      throw Reason.FIELD_REQUIRED.refuse(field + ".algorithm", "", "the key's algorithm");
    }
    if (!KeyIds.ofSpki(spki).equals(keyId)) {
      throw Reason.KEY_MATERIAL.refuse(
          field + ".keyId", keyId, KeyIds.ofSpki(spki) + ", the digest of spki");
    }
    try {
      VerifyingKey.ofSpki(algorithm(algorithm), spki);
    } catch (KeyFormatException e) {
      throw Reason.KEY_MATERIAL.refuse(
          field + ".spki", String.valueOf(e.getMessage()), "a public key for " + algorithm);
    }
  }
}
