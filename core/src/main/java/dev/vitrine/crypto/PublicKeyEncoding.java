package dev.vitrine.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Canonical SubjectPublicKeyInfo encodings, and the checks a key must pass. */
final class PublicKeyEncoding {
  static final int MIN_RSA_BITS = 3072;
  static final int MAX_RSA_BITS = 8192;
  private static final int MAX_SPKI_SIZE = 2048;

  private PublicKeyEncoding() {}

  static byte[] spkiOfRaw(SignatureAlgorithm algorithm, byte[] raw) throws KeyFormatException {
    if (algorithm.isRsa()) {
      throw new KeyFormatException(algorithm + " key: has no raw form (expected: an SPKI)");
    }
    if (raw.length != algorithm.rawKeySize()) {
      throw new KeyFormatException(
          algorithm + " key size: " + raw.length + " (expected: " + algorithm.rawKeySize() + ")");
    }
    checkPoint(algorithm, raw);
    byte[] prefix = algorithm.spkiPrefix();
    byte[] spki = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, spki, prefix.length, raw.length);
    return spki;
  }

  /** The raw key inside a canonical SPKI of this algorithm; the whole SPKI for RSA. */
  static byte[] rawOfSpki(SignatureAlgorithm algorithm, byte[] spki) {
    return Arrays.copyOfRange(spki, algorithm.spkiPrefix().length, spki.length);
  }

  /** The algorithm an SPKI names; RSA keys do not say a padding and give {@code rsa}. */
  static SignatureAlgorithm algorithmOf(byte[] spki, SignatureAlgorithm rsa)
      throws KeyFormatException {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      byte[] prefix = algorithm.spkiPrefix();
      if (!algorithm.isRsa()
          && spki.length == prefix.length + algorithm.rawKeySize()
          && Arrays.equals(spki, 0, prefix.length, prefix, 0, prefix.length)) {
        return algorithm;
      }
    }
    rsaKey(spki);
    return rsa;
  }

  static void checkSpki(SignatureAlgorithm algorithm, byte[] spki) throws KeyFormatException {
    if (algorithm.isRsa()) {
      rsaKey(spki);
      return;
    }
    SignatureAlgorithm actual = algorithmOf(spki, SignatureAlgorithm.RSA_PKCS1);
    if (actual != algorithm) {
      throw new KeyFormatException("key algorithm: " + actual + " (expected: " + algorithm + ")");
    }
    checkPoint(algorithm, rawOfSpki(algorithm, spki));
  }

  /**
   * The RSA key of a canonical SPKI with rsaEncryption, at least 3,072 bits and a sane exponent.
   */
  static RSAPublicKey rsaKey(byte[] spki) throws KeyFormatException {
    RSAPublicKey key = decodeRsa(spki);
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new KeyFormatException(
          "RSA modulus bits: " + bits + " (expected: " + MIN_RSA_BITS + ".." + MAX_RSA_BITS + ")");
    }
    BigInteger e = key.getPublicExponent();
    if (!key.getModulus().testBit(0) || !e.testBit(0) || e.bitLength() < 2 || e.bitLength() > 32) {
      throw new KeyFormatException("RSA exponent: " + e + " (expected: odd, 3..2^32-1)");
    }
    return key;
  }

  private static RSAPublicKey decodeRsa(byte[] spki) throws KeyFormatException {
    if (spki.length > MAX_SPKI_SIZE) {
      throw new KeyFormatException(
          "SPKI size: " + spki.length + " (expected: <= " + MAX_SPKI_SIZE + ")");
    }
    try {
      SubjectPublicKeyInfo info =
          SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(spki));
      if (!info.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
          || !DERNull.INSTANCE.equals(info.getAlgorithm().getParameters())) {
        throw new KeyFormatException(
            "SPKI algorithm: "
                + info.getAlgorithm().getAlgorithm()
                + " (expected: Ed25519, ML-DSA-44, ML-DSA-65, a NIST curve or rsaEncryption)");
      }
      RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
      byte[] canonical =
          new SubjectPublicKeyInfo(info.getAlgorithm(), key).getEncoded(ASN1Encoding.DER);
      if (!Arrays.equals(canonical, spki) || key.getModulus().signum() <= 0) {
        throw new KeyFormatException("SPKI: not in canonical DER");
      }
      return key;
    } catch (IOException | RuntimeException e) {
      throw new KeyFormatException("SPKI: not a public key that this version knows", e);
    }
  }

  private static void checkPoint(SignatureAlgorithm algorithm, byte[] raw)
      throws KeyFormatException {
    if (algorithm == SignatureAlgorithm.ED25519) {
      // Providers differ on keys outside the prime-order group; such keys are made only on purpose.
      if (!Ed25519.validatePublicKeyFull(raw, 0)) {
        throw new KeyFormatException("Ed25519 key: not a canonical point of the prime-order group");
      }
    } else if (algorithm.isEcdsa()) {
      checkCurvePoint(algorithm, raw);
    }
  }

  private static void checkCurvePoint(SignatureAlgorithm algorithm, byte[] raw)
      throws KeyFormatException {
    if (raw[0] != 4) {
      throw new KeyFormatException(
          algorithm + " point form: " + raw[0] + " (expected: 4, uncompressed)");
    }
    try {
      EcCurves.domain(algorithm)
          .validatePublicPoint(EcCurves.domain(algorithm).getCurve().decodePoint(raw));
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException(algorithm + " key: not a point of the curve", e);
    }
  }
}
