package dev.vitrine.crypto;

import java.security.SignatureException;

/**
 * The checks on a signature's encoding that come before any provider sees it, so that no two
 * providers disagree on what is well-formed.
 */
final class SignatureShape {
  private SignatureShape() {}

  static void check(SignatureAlgorithm algorithm, int rsaModulusBytes, byte[] signature)
      throws SignatureException {
    if (algorithm.isRsa()) {
      requireSize(algorithm, signature.length, rsaModulusBytes);
    } else if (algorithm.fixedSignatureSize()) {
      requireSize(algorithm, signature.length, algorithm.maxSignatureSize());
    } else {
      checkDer(algorithm, signature);
    }
  }

  private static void requireSize(SignatureAlgorithm algorithm, int actual, int expected)
      throws SignatureException {
    if (actual != expected) {
      throw new SignatureException(
          algorithm + " signature size: " + actual + " (expected: " + expected + ")");
    }
  }

  private static void checkDer(SignatureAlgorithm algorithm, byte[] signature)
      throws SignatureException {
    if (signature.length > algorithm.maxSignatureSize()) {
      throw new SignatureException(
          algorithm
              + " signature size: "
              + signature.length
              + " (expected: <= "
              + algorithm.maxSignatureSize()
              + ")");
    }
    EcCurves.decodeSignature(algorithm, signature);
  }
}
