package dev.vitrine.crypto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * One known answer an algorithm ({@code known-answers.txt}: name, SPKI and signature over {@link
 * #MESSAGE}). A provider must accept it, refuse it altered, and sign what Bouncy Castle accepts.
 */
final class KnownAnswers {
  static final byte[] MESSAGE = "vitrine known answer\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SEED =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  private KnownAnswers() {}

  static boolean pass(SignatureEngine engine, SignatureAlgorithm algorithm) {
    try {
      return verifies(engine, algorithm) && (!canSign(algorithm) || signs(engine, algorithm));
    } catch (GeneralSecurityException | KeyFormatException | RuntimeException | LinkageError e) {
      // Whatever goes wrong in a provider's self-test, the remedy is the other provider.
      return false;
    }
  }

  private static boolean verifies(SignatureEngine engine, SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    String[] answer = answer(algorithm);
    byte[] signature = Base64.getDecoder().decode(answer[2]);
    KeyVerifier verifier = engine.verifier(algorithm, Base64.getDecoder().decode(answer[1]));
    if (!verifier.verify(MESSAGE, signature)) {
      return false;
    }
    signature[signature.length / 2] ^= 1;
    return !acceptsAltered(verifier, signature);
  }

  private static boolean acceptsAltered(KeyVerifier verifier, byte[] signature) {
    try {
      return verifier.verify(MESSAGE, signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Refusing by an exception is refusing.
      return false;
    }
  }

  private static boolean signs(SignatureEngine engine, SignatureAlgorithm algorithm)
      throws GeneralSecurityException, KeyFormatException {
    byte[] raw = BouncyCastleEngine.publicKeyOf(algorithm, SEED);
    byte[] spki = PublicKeyEncoding.spkiOfRaw(algorithm, raw);
    byte[] signature = engine.signer(algorithm, SEED).sign(MESSAGE);
    return BouncyCastleEngine.INSTANCE.verifier(algorithm, spki).verify(MESSAGE, signature);
  }

  private static boolean canSign(SignatureAlgorithm algorithm) {
    return algorithm.fixedSignatureSize() || algorithm == SignatureAlgorithm.ECDSA_P256;
  }

  private static String[] answer(SignatureAlgorithm algorithm) {
    return lines().stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields[0].equals(algorithm.name()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(algorithm + ": no known answer"));
  }

  static List<String> lines() {
    try (InputStream in = KnownAnswers.class.getResourceAsStream("known-answers.txt")) {
      if (in == null) {
        throw new IllegalStateException("known-answers.txt: missing from the jar");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("known-answers.txt: unreadable", e);
    }
  }
}
