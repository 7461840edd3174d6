package dev.vitrine.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** The curves behind the ECDSA algorithms. */
final class EcCurves {
  private static final ECDomainParameters P256 = named("P-256");
  private static final ECDomainParameters P384 = named("P-384");
  private static final ECDomainParameters P521 = named("P-521");

  private EcCurves() {}

  static ECDomainParameters domain(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_P256 -> P256;
      case ECDSA_P384 -> P384;
      case ECDSA_P521 -> P521;
      default -> throw new IllegalArgumentException(algorithm + " (expected: an ECDSA algorithm)");
    };
  }

  /**
   * @throws SignatureException unless this is the canonical DER of (r, s) with 1 <= r, s < n
   */
  static BigInteger[] decodeSignature(SignatureAlgorithm algorithm, byte[] der)
      throws SignatureException {
    try {
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(domain(algorithm).getN(), der);
      if (rs[0].signum() > 0 && rs[1].signum() > 0) {
        return rs;
      }
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle reports malformed DER by either kind of exception.
      throw new SignatureException(algorithm + " signature: not the canonical DER of (r, s)", e);
    }
    throw new SignatureException(algorithm + " signature: r or s is 0 (expected: 1..n-1)");
  }

  static byte[] encodeSignature(ECDomainParameters domain, BigInteger[] rs)
      throws SignatureException {
    try {
      return StandardDSAEncoding.INSTANCE.encode(domain.getN(), rs[0], rs[1]);
    } catch (IOException e) {
      throw new SignatureException(e);
    }
  }

  private static ECDomainParameters named(String name) {
    X9ECParameters curve = CustomNamedCurves.getByName(name);
    return new ECDomainParameters(curve);
  }
}
