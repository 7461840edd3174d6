package dev.vitrine.crypto;

import java.security.GeneralSecurityException;

/** One public key made ready by a provider; safe for any number of threads. */
interface KeyVerifier {
  /**
   * Whether the signature is valid. The caller has checked its size and shape ({@link
   * SignatureShape}).
   *
   * @throws GeneralSecurityException when the provider refuses the signature without saying no
   */
  boolean verify(byte[] message, byte[] signature) throws GeneralSecurityException;
}
