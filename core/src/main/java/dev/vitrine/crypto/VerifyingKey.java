package dev.vitrine.crypto;

import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key together with the one algorithm it may be used with. Immutable, thread-safe; the
 * provider's key object is made once and kept.
 */
public final class VerifyingKey {
  private final SignatureAlgorithm algorithm;
  private final byte[] spki;
  private final int rsaModulusBytes;
  private final KeyVerifier verifier;

  VerifyingKey(SignatureAlgorithm algorithm, byte[] spki, SignatureEngine engine)
      throws KeyFormatException {
    PublicKeyEncoding.checkSpki(algorithm, spki);
    this.algorithm = algorithm;
    this.spki = spki.clone();
    this.rsaModulusBytes =
        algorithm.isRsa() ? (PublicKeyEncoding.rsaKey(spki).getModulus().bitLength() + 7) / 8 : 0;
    try {
      this.verifier = engine.verifier(algorithm, this.spki);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new KeyFormatException(algorithm + " key: refused by " + engine.name(), e);
    }
  }

  /**
   * @param raw 32 bytes for Ed25519, 1,312 or 1,952 for ML-DSA, the uncompressed point for ECDSA
   * @throws KeyFormatException if it is not the one encoding of a key that Vitrine takes
   */
  public static VerifyingKey ofRaw(SignatureAlgorithm algorithm, byte[] raw)
      throws KeyFormatException {
    return ofSpki(algorithm, PublicKeyEncoding.spkiOfRaw(algorithm, raw));
  }

  /**
   * @param spki DER SubjectPublicKeyInfo; an RSA key is taken for {@link
   *     SignatureAlgorithm#RSA_PKCS1}, since the encoding does not say the padding
   * @throws KeyFormatException if it is not the one encoding of a key that Vitrine takes
   */
  public static VerifyingKey ofSpki(byte[] spki) throws KeyFormatException {
    return ofSpki(PublicKeyEncoding.algorithmOf(spki, SignatureAlgorithm.RSA_PKCS1), spki);
  }

  /**
   * @param spki DER SubjectPublicKeyInfo of a key for this algorithm
   * @throws KeyFormatException if it is not, or is the key of another algorithm
   */
  public static VerifyingKey ofSpki(SignatureAlgorithm algorithm, byte[] spki)
      throws KeyFormatException {
    return new VerifyingKey(algorithm, spki, CryptoProviders.engine(algorithm));
  }

  /**
   * @param pem one {@code PUBLIC KEY} block; see {@link #ofSpki(byte[])} for RSA
   * @throws KeyFormatException if it is not the one encoding of a key that Vitrine takes
   */
  public static VerifyingKey ofPem(String pem) throws KeyFormatException {
    return ofSpki(Pem.decode(pem, "PUBLIC KEY"));
  }

  /**
   * @param pem one {@code PUBLIC KEY} block holding a key for this algorithm
   * @throws KeyFormatException if it is not the one encoding of a key that Vitrine takes
   */
  public static VerifyingKey ofPem(SignatureAlgorithm algorithm, String pem)
      throws KeyFormatException {
    return ofSpki(algorithm, Pem.decode(pem, "PUBLIC KEY"));
  }

  /** What the key verifies, and nothing else. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** The raw key as {@link #ofRaw} takes it; the SPKI for RSA. */
  public byte[] raw() {
    return PublicKeyEncoding.rawOfSpki(algorithm, spki);
  }

  /** The DER SubjectPublicKeyInfo. */
  public byte[] spki() {
    return spki.clone();
  }

  /**
   * Returns when the signature is this key's over the message.
   *
   * @throws SignatureException when it is malformed or does not verify
   */
  public void verify(byte[] message, byte[] signature) throws SignatureException {
    SignatureShape.check(algorithm, rsaModulusBytes, signature);
    boolean valid;
    try {
      valid = verifier.verify(message, signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new SignatureException(algorithm + " signature: refused", e);
    }
    if (!valid) {
      throw new SignatureException(algorithm + " signature: does not verify");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that
        && algorithm == that.algorithm
        && Arrays.equals(spki, that.spki);
  }

  @Override
  public int hashCode() {
    return 31 * algorithm.hashCode() + Arrays.hashCode(spki);
  }

  @Override
  public String toString() {
    return algorithm + ":" + Base64.getEncoder().encodeToString(spki);
  }
}
