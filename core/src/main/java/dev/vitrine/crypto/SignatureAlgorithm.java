package dev.vitrine.crypto;

import java.util.HexFormat;

/**
 * The signature algorithms that Vitrine knows. Each constant fixes hash, padding and encoding, so a
 * key of one algorithm never verifies a signature made under another.
 */
public enum SignatureAlgorithm {
  /** RFC 8032 Ed25519; 32-byte key, 64-byte signature. */
  ED25519("302a300506032b6570032100", 32, 64),
  /** FIPS 204 ML-DSA-44, pure, empty context; 1,312-byte key, 2,420-byte signature. */
  ML_DSA_44("30820532300b06096086480165030403110382052100", 1312, 2420),
  /** FIPS 204 ML-DSA-65, pure, empty context; 1,952-byte key, 3,309-byte signature. */
  ML_DSA_65("308207b2300b0609608648016503040312038207a100", 1952, 3309),
  /** ECDSA over P-256 and SHA-256; the signature is the DER sequence of r and s. */
  ECDSA_P256("3059301306072a8648ce3d020106082a8648ce3d030107034200", 65, 72),
  /** ECDSA over P-384 and SHA-256 (the hash that signed notes of type 0x02 fix). */
  ECDSA_P384("3076301006072a8648ce3d020106052b81040022036200", 97, 104),
  /** ECDSA over P-521 and SHA-256 (the hash that signed notes of type 0x02 fix). */
  ECDSA_P521("30819b301006072a8648ce3d020106052b8104002303818600", 133, 139),
  /** RSASSA-PSS with SHA-256, MGF1-SHA-256 and a 32-byte salt; modulus of at least 3,072 bits. */
  RSA_PSS("", 0, 1024),
  /** RSASSA-PKCS1-v1_5 with SHA-256; modulus of at least 3,072 bits. */
  RSA_PKCS1("", 0, 1024);

  private final byte[] spkiPrefix;
  private final int rawKeySize;
  private final int maxSignatureSize;

  SignatureAlgorithm(String spkiPrefixHex, int rawKeySize, int maxSignatureSize) {
    this.spkiPrefix = HexFormat.of().parseHex(spkiPrefixHex);
    this.rawKeySize = rawKeySize;
    this.maxSignatureSize = maxSignatureSize;
  }

  /**
   * The bytes before the raw key in its SubjectPublicKeyInfo; empty for RSA, whose key is DER. They
   * are compared whole, so only the canonical DER encoding of a key is ever accepted.
   */
  byte[] spkiPrefix() {
    return spkiPrefix.clone();
  }

  /** Bytes of the raw public key (for ECDSA the uncompressed point); 0 for RSA, where it varies. */
  int rawKeySize() {
    return rawKeySize;
  }

  /**
   * Bytes of the longest signature; every shorter one is also refused by algorithms with one size.
   */
  int maxSignatureSize() {
    return maxSignatureSize;
  }

  /** Whether every signature has exactly {@link #maxSignatureSize()} bytes. */
  boolean fixedSignatureSize() {
    return this == ED25519 || this == ML_DSA_44 || this == ML_DSA_65;
  }

  boolean isRsa() {
    return this == RSA_PSS || this == RSA_PKCS1;
  }

  boolean isEcdsa() {
    return this == ECDSA_P256 || this == ECDSA_P384 || this == ECDSA_P521;
  }
}
