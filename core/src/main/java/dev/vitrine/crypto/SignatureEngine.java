package dev.vitrine.crypto;

import java.security.GeneralSecurityException;

/** What a provider must do. Keys arrive validated and in their canonical encodings. */
interface SignatureEngine {
  /** The provider's name and version, as {@link CryptoProviders#inUse()} shows it. */
  String name();

  /**
   * @param spki the key's canonical DER SubjectPublicKeyInfo
   */
  KeyVerifier verifier(SignatureAlgorithm algorithm, byte[] spki) throws GeneralSecurityException;

  /**
   * @param seed the 32-byte private seed (for ECDSA the private scalar)
   */
  KeySigner signer(SignatureAlgorithm algorithm, byte[] seed) throws GeneralSecurityException;
}
