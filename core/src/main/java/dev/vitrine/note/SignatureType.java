package dev.vitrine.note;

import dev.vitrine.crypto.SignatureAlgorithm;
import java.util.Optional;

/** The signature types of C2SP signed-note that Vitrine verifies. */
public enum SignatureType {
  /** 0x01: Ed25519 over the note's text. */
  ED25519(0x01),
  /** 0x02: ECDSA on P-256, P-384 or P-521 over the SHA-256 of the note's text. Verified only. */
  ECDSA(0x02),
  /** 0x04: timestamped Ed25519 cosignature of a checkpoint. */
  ED25519_COSIGNATURE(0x04),
  /** 0x05: RFC 6962 TreeHeadSignature of a certificate transparency log. Verified only. */
  RFC6962_TREE_HEAD(0x05),
  /** 0x06: timestamped ML-DSA-44 cosignature of a checkpoint or a subtree. */
  ML_DSA_44_COSIGNATURE(0x06);

  private final byte id;

  SignatureType(int id) {
    this.id = (byte) id;
  }

  /** The type byte that vkeys and key IDs hold. */
  public byte id() {
    return id;
  }

  /** The type with this byte, if it is one that Vitrine knows. */
  public static Optional<SignatureType> ofId(byte id) {
    for (SignatureType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether signatures of this type carry a time and sign checkpoints only. */
  public boolean isCosignature() {
    return this == ED25519_COSIGNATURE || this == ML_DSA_44_COSIGNATURE;
  }

  /** The algorithm of types that fix one with a raw key; empty for those that hold an SPKI. */
  Optional<SignatureAlgorithm> rawAlgorithm() {
    return switch (this) {
      case ED25519, ED25519_COSIGNATURE -> Optional.of(SignatureAlgorithm.ED25519);
      case ML_DSA_44_COSIGNATURE -> Optional.of(SignatureAlgorithm.ML_DSA_44);
      case ECDSA, RFC6962_TREE_HEAD -> Optional.empty();
    };
  }
}
