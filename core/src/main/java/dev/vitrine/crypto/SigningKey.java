package dev.vitrine.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.util.Arrays;

/**
 * A private key together with the one algorithm it may be used with: Ed25519, ML-DSA-44, ML-DSA-65
 * or ECDSA P-256, each from 32 bytes. Immutable, thread-safe; never shown by {@code toString}.
 */
public final class SigningKey {
  /** Bytes of the private seed (RFC 8032 seed, FIPS 204 ξ, or the big-endian P-256 scalar). */
  public static final int SEED_SIZE = 32;

  private final SignatureAlgorithm algorithm;
  private final byte[] seed;
  private final VerifyingKey verifyingKey;
  private final KeySigner signer;

  SigningKey(SignatureAlgorithm algorithm, byte[] seed, SignatureEngine engine)
      throws KeyFormatException {
    if (seed.length != SEED_SIZE) {
      throw new KeyFormatException(
          algorithm + " seed size: " + seed.length + " (expected: " + SEED_SIZE + ")");
    }
    this.algorithm = algorithm;
    this.seed = seed.clone();
    this.verifyingKey =
        new VerifyingKey(
            algorithm,
            PublicKeyEncoding.spkiOfRaw(
                algorithm, BouncyCastleEngine.publicKeyOf(algorithm, this.seed)),
            engine);
    try {
      this.signer = engine.signer(algorithm, this.seed);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new KeyFormatException(algorithm + " seed: refused by " + engine.name(), e);
    }
  }

  /**
   * @param seed 32 bytes: RFC 8032 seed, FIPS 204 ξ, or the big-endian P-256 scalar in 1..n-1
   * @throws KeyFormatException if the length is another, the scalar out of range, or the algorithm
   *     one that only verifies
   */
  public static SigningKey ofSeed(SignatureAlgorithm algorithm, byte[] seed)
      throws KeyFormatException {
    return new SigningKey(algorithm, seed, CryptoProviders.engine(algorithm));
  }

  /**
   * @throws IllegalArgumentException for an algorithm that only verifies here
   */
  public static SigningKey generate(SignatureAlgorithm algorithm) {
    byte[] seed = new byte[SEED_SIZE];
    new SecureRandom().nextBytes(seed);
    try {
      return ofSeed(algorithm, seed);
    } catch (KeyFormatException e) {
      throw new IllegalArgumentException(algorithm + ": cannot generate a key", e);
    }
  }

  /** What the key signs with. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** The public half. */
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /** The secret seed: for writing a key file, nothing else. */
  public byte[] secretSeed() {
    return seed.clone();
  }

  /**
   * @throws SignatureException when the provider fails; it does not depend on the message
   */
  public byte[] sign(byte[] message) throws SignatureException {
    try {
      return signer.sign(message);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new SignatureException(algorithm + " signing failed", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey that
        && algorithm == that.algorithm
        && Arrays.equals(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return verifyingKey.hashCode();
  }

  @Override
  public String toString() {
    return "SigningKey[" + verifyingKey + "]";
  }
}
