package dev.vitrine.crypto;

import java.security.GeneralSecurityException;

/** One private key made ready by a provider; safe for any number of threads. */
interface KeySigner {
  byte[] sign(byte[] message) throws GeneralSecurityException;
}
