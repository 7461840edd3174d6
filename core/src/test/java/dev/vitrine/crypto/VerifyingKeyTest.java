package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifyingKeyTest {
  @ParameterizedTest
  @EnumSource
  void key_encodedAndDecoded_isTheSame(SignatureAlgorithm algorithm) throws Exception {
    byte[] spki = spki(algorithm);
    VerifyingKey key = VerifyingKey.ofSpki(algorithm, spki);
    assertThat(key.spki()).isEqualTo(spki);
    assertThat(key.algorithm()).isEqualTo(algorithm);
    assertThat(VerifyingKey.ofPem(algorithm, pem(spki))).isEqualTo(key).hasSameHashCodeAs(key);
    if (algorithm.isRsa()) {
      assertThat(VerifyingKey.ofSpki(spki).algorithm()).isEqualTo(SignatureAlgorithm.RSA_PKCS1);
    } else {
      assertThat(VerifyingKey.ofRaw(algorithm, key.raw())).isEqualTo(key);
      assertThat(VerifyingKey.ofPem(pem(spki))).isEqualTo(key);
    }
  }

  @ParameterizedTest
  @EnumSource
  void key_withAnyByteAddedOrCut_isRefused(SignatureAlgorithm algorithm) throws Exception {
    byte[] spki = spki(algorithm);
    for (int size : new int[] {0, 1, 11, spki.length - 1, spki.length + 1}) {
      assertThatThrownBy(() -> VerifyingKey.ofSpki(java.util.Arrays.copyOf(spki, size)))
          .as("size %d", size)
          .isInstanceOf(KeyFormatException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void key_withAHeaderBitFlipped_isRefusedOrAnotherKey(SignatureAlgorithm algorithm)
      throws Exception {
    byte[] spki = spki(algorithm);
    for (int bit = 0; bit < 30 * 8; bit++) {
      byte[] mutated = spki.clone();
      mutated[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        assertThat(VerifyingKey.ofSpki(mutated).spki()).isEqualTo(mutated).isNotEqualTo(spki);
      } catch (KeyFormatException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void key_ofAnotherAlgorithmThanAsked_isRefused() throws Exception {
    byte[] spki = spki(SignatureAlgorithm.ED25519);
    assertThatThrownBy(() -> VerifyingKey.ofSpki(SignatureAlgorithm.ECDSA_P256, spki))
        .isInstanceOf(KeyFormatException.class)
        .hasMessage("key algorithm: ED25519 (expected: ECDSA_P256)");
    assertThatThrownBy(() -> VerifyingKey.ofRaw(SignatureAlgorithm.RSA_PSS, spki))
        .isInstanceOf(KeyFormatException.class);
  }

  @Test
  void key_ofACurveNotKnown_isRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
    byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
    assertThatThrownBy(() -> VerifyingKey.ofSpki(spki)).isInstanceOf(KeyFormatException.class);
  }

  @Test
  void pem_withAnythingElse_isRefused() throws Exception {
    String good = pem(spki(SignatureAlgorithm.ED25519));
    for (String bad :
        new String[] {
          "",
          "-----BEGIN PUBLIC KEY-----",
          "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
          good.replace("PUBLIC", "PRIVATE"),
          good + good,
          good.replace("MCow", "MC*w"),
          good.replace("MCow", "MCo"),
          "x" + good,
          " ".repeat(20_000) + good,
        }) {
      assertThatThrownBy(() -> VerifyingKey.ofPem(bad))
          .as(bad)
          .isInstanceOf(KeyFormatException.class);
    }
    assertThat(VerifyingKey.ofPem("\n " + good.replace("\n", "\r\n")))
        .isEqualTo(VerifyingKey.ofPem(good));
  }

  @Test
  void signingKey_ofBadSeeds_isRefusedAndNeverShown() throws Exception {
    assertThatThrownBy(() -> SigningKey.ofSeed(SignatureAlgorithm.ED25519, new byte[31]))
        .isInstanceOf(KeyFormatException.class)
        .hasMessage("ED25519 seed size: 31 (expected: 32)");
    assertThatThrownBy(() -> SigningKey.ofSeed(SignatureAlgorithm.ECDSA_P256, new byte[32]))
        .isInstanceOf(KeyFormatException.class);
    assertThatThrownBy(() -> SigningKey.ofSeed(SignatureAlgorithm.RSA_PSS, new byte[32]))
        .isInstanceOf(KeyFormatException.class);
    assertThatThrownBy(() -> SigningKey.generate(SignatureAlgorithm.RSA_PSS))
        .isInstanceOf(IllegalArgumentException.class);
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSA_P256);
    String secret = Base64.getEncoder().encodeToString(key.secretSeed());
    assertThat(key.toString()).doesNotContain(secret).contains("ECDSA_P256");
    assertThat(SigningKey.ofSeed(key.algorithm(), key.secretSeed()))
        .isEqualTo(key)
        .hasSameHashCodeAs(key);
  }

  @Test
  void key_madeByTheJdk_verifiesTheJdksSignature() throws Exception {
    for (String curve : new String[] {"secp256r1", "secp384r1", "secp521r1"}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      var pair = generator.generateKeyPair();
      var signer = java.security.Signature.getInstance("SHA256withECDSA");
      signer.initSign(pair.getPrivate());
      signer.update(KnownAnswers.MESSAGE);
      VerifyingKey.ofSpki(pair.getPublic().getEncoded())
          .verify(KnownAnswers.MESSAGE, signer.sign());
    }
  }

  private static byte[] spki(SignatureAlgorithm algorithm) {
    return KnownAnswers.lines().stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields[0].equals(algorithm.name()))
        .map(fields -> Base64.getDecoder().decode(fields[1]))
        .findFirst()
        .orElseThrow();
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";
  }
}
