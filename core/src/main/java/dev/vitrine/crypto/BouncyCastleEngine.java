package dev.vitrine.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Bouncy Castle's lightweight API: always there, needs no provider registration. */
final class BouncyCastleEngine implements SignatureEngine {
  static final BouncyCastleEngine INSTANCE = new BouncyCastleEngine();

  private BouncyCastleEngine() {}

  @Override
  public String name() {
    return "Bouncy Castle";
  }

  @Override
  public KeyVerifier verifier(SignatureAlgorithm algorithm, byte[] spki)
      throws GeneralSecurityException {
    byte[] raw = PublicKeyEncoding.rawOfSpki(algorithm, spki);
    return switch (algorithm) {
      case ED25519 -> ed25519Verifier(raw);
      case ML_DSA_44, ML_DSA_65 -> mlDsaVerifier(algorithm, raw);
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> ecdsaVerifier(algorithm, raw);
      case RSA_PSS -> BouncyCastleRsa.pss(spki);
      case RSA_PKCS1 -> BouncyCastleRsa.pkcs1(spki);
    };
  }

  @Override
  public KeySigner signer(SignatureAlgorithm algorithm, byte[] seed)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case ED25519 -> ed25519Signer(seed);
      case ML_DSA_44, ML_DSA_65 -> mlDsaSigner(algorithm, seed);
      case ECDSA_P256 -> ecdsaSigner(seed);
      default -> throw new NoSuchAlgorithmException(algorithm + ": verifies only");
    };
  }

  /** The raw public key that belongs to a seed. */
  static byte[] publicKeyOf(SignatureAlgorithm algorithm, byte[] seed) throws KeyFormatException {
    return switch (algorithm) {
      case ED25519 -> new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
      case ML_DSA_44, ML_DSA_65 ->
          new MLDSAPrivateKeyParameters(mlDsa(algorithm), seed).getPublicKey();
      case ECDSA_P256 ->
          new FixedPointCombMultiplier()
              .multiply(EcCurves.domain(algorithm).getG(), scalar(seed))
              .normalize()
              .getEncoded(false);
      default -> throw new KeyFormatException(algorithm + ": verifies only");
    };
  }

  private static KeyVerifier ed25519Verifier(byte[] raw) {
    Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(raw);
    // Bouncy Castle checks a random-looking multiple of the equation, under which a crafted R of a
    // small-order part can pass. Asking that R lies in the prime-order group gives exactly the
    // verdict of the plain equation, which is what AWS-LC and Go compute.
    return (message, signature) ->
        key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0)
            && Ed25519.validatePublicKeyFull(signature, 0);
  }

  private static KeySigner ed25519Signer(byte[] seed) {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed);
    return message -> {
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  private static KeyVerifier mlDsaVerifier(SignatureAlgorithm algorithm, byte[] raw) {
    MLDSAPublicKeyParameters key = new MLDSAPublicKeyParameters(mlDsa(algorithm), raw);
    return (message, signature) -> {
      MLDSASigner signer = new MLDSASigner();
      signer.init(false, key);
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    };
  }

  private static KeySigner mlDsaSigner(SignatureAlgorithm algorithm, byte[] seed) {
    MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(mlDsa(algorithm), seed);
    return message -> {
      MLDSASigner signer = new MLDSASigner();
      signer.init(true, key);
      signer.update(message, 0, message.length);
      try {
        return signer.generateSignature();
      } catch (CryptoException e) {
        throw new GeneralSecurityException(e);
      }
    };
  }

  private static MLDSAParameters mlDsa(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm.ML_DSA_44
        ? MLDSAParameters.ml_dsa_44
        : MLDSAParameters.ml_dsa_65;
  }

  private static KeyVerifier ecdsaVerifier(SignatureAlgorithm algorithm, byte[] raw) {
    var domain = EcCurves.domain(algorithm);
    ECPublicKeyParameters key =
        new ECPublicKeyParameters(domain.getCurve().decodePoint(raw), domain);
    return (message, signature) -> {
      BigInteger[] rs = EcCurves.decodeSignature(algorithm, signature);
      ECDSASigner signer = new ECDSASigner();
      signer.init(false, key);
      return signer.verifySignature(Sha256.digest(message), rs[0], rs[1]);
    };
  }

  private static KeySigner ecdsaSigner(byte[] seed) throws GeneralSecurityException {
    var domain = EcCurves.domain(SignatureAlgorithm.ECDSA_P256);
    ECPrivateKeyParameters key = new ECPrivateKeyParameters(new BigInteger(1, seed), domain);
    return message -> {
      // RFC 6979 needs no randomness while signing and makes signatures reproducible.
      ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, key);
      BigInteger[] rs = signer.generateSignature(Sha256.digest(message));
      return EcCurves.encodeSignature(domain, rs);
    };
  }

  private static BigInteger scalar(byte[] seed) throws KeyFormatException {
    BigInteger d = new BigInteger(1, seed);
    if (d.signum() == 0
        || d.compareTo(EcCurves.domain(SignatureAlgorithm.ECDSA_P256).getN()) >= 0) {
      throw new KeyFormatException("ECDSA_P256 scalar: outside 1..n-1");
    }
    return d;
  }
}
