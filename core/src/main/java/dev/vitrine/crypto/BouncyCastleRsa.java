package dev.vitrine.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/** The RSA half of {@link BouncyCastleEngine}. */
final class BouncyCastleRsa {
  private static final byte[] SHA256_DIGEST_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private BouncyCastleRsa() {}

  private static RSAKeyParameters key(byte[] spki) throws GeneralSecurityException {
    try {
      var key = PublicKeyEncoding.rsaKey(spki);
      return new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent());
    } catch (KeyFormatException e) {
      throw new GeneralSecurityException(e);
    }
  }

  static KeyVerifier pss(byte[] spki) throws GeneralSecurityException {
    RSAKeyParameters key = key(spki);
    return (message, signature) -> {
      PSSSigner signer = new PSSSigner(new RSABlindedEngine(), new SHA256Digest(), 32);
      signer.init(false, key);
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    };
  }

  /**
   * RFC 8017 §8.2.2: the whole encoded message is built and compared. Bouncy Castle's own signer
   * also takes a digest without the NULL parameter, which other providers refuse.
   */
  static KeyVerifier pkcs1(byte[] spki) throws GeneralSecurityException {
    RSAKeyParameters key = key(spki);
    int size = (key.getModulus().bitLength() + 7) / 8;
    return (message, signature) -> {
      BigInteger s = new BigInteger(1, signature);
      if (s.compareTo(key.getModulus()) >= 0) {
        return false;
      }
      BigInteger expected = new BigInteger(1, pkcs1Encoding(Sha256.digest(message), size));
      return s.modPow(key.getExponent(), key.getModulus()).equals(expected);
    };
  }

  private static byte[] pkcs1Encoding(byte[] digest, int size) {
    byte[] encoded = new byte[size];
    Arrays.fill(encoded, (byte) 0xff);
    int info = size - digest.length - SHA256_DIGEST_INFO.length;
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[info - 1] = 0;
    System.arraycopy(SHA256_DIGEST_INFO, 0, encoded, info, SHA256_DIGEST_INFO.length);
    System.arraycopy(digest, 0, encoded, size - digest.length, digest.length);
    return encoded;
  }
}
