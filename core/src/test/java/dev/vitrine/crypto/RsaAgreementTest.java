package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RSA signatures that are nearly right. */
class RsaAgreementTest {
  private static final byte[] MESSAGE = {1, 2, 3};
  private static KeyPair pair;

  @BeforeAll
  static void makeKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
    random.setSeed(20261124);
    generator.initialize(3072, random);
    pair = generator.generateKeyPair();
  }

  @Test
  void pkcs1_encodedAsTheStandardSays_isTakenByAll() throws Exception {
    assertThat(pkcs1("3031300d060960864801650304020105000420", 0)).containsOnly(true);
  }

  @Test
  void pkcs1_withoutTheNullParameter_isRefusedByAll() throws Exception {
    assertThat(pkcs1("302f300b0609608648016503040201" + "0420", 0)).containsOnly(false);
  }

  @Test
  void pkcs1_withGarbageAfterTheDigest_isRefusedByAll() throws Exception {
    assertThat(pkcs1("3031300d060960864801650304020105000420", 8)).containsOnly(false);
  }

  @Test
  void pkcs1_ofAnotherHash_isRefusedByAll() throws Exception {
    assertThat(pkcs1("3031300d060960864801650304020205000420", 0)).containsOnly(false);
  }

  @Test
  void pkcs1_plusModulus_isRefusedByAll() throws Exception {
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(pair.getPrivate());
    BigInteger n = ((RSAPublicKey) pair.getPublic()).getModulus();
    byte[] twin = null;
    for (int i = 0; twin == null; i++) {
      byte[] message = {(byte) i, (byte) (i >> 8)};
      signer.update(message);
      BigInteger sum = new BigInteger(1, signer.sign()).add(n);
      if (sum.bitLength() <= 3072) {
        twin = fixed(sum);
        assertThat(verdicts(SignatureAlgorithm.RSA_PKCS1, message, twin)).containsOnly(false);
      }
    }
  }

  @Test
  void pss_withAnotherSaltOrMask_isRefusedByAll() throws Exception {
    assertThat(pss(MGF1ParameterSpec.SHA256, 32)).containsOnly(true);
    assertThat(pss(MGF1ParameterSpec.SHA256, 20)).containsOnly(false);
    assertThat(pss(MGF1ParameterSpec.SHA256, 0)).containsOnly(false);
    assertThat(pss(MGF1ParameterSpec.SHA1, 32)).containsOnly(false);
  }

  @Test
  void key_usedWithTheOtherPadding_isRefusedByAll() throws Exception {
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    assertThat(verdicts(SignatureAlgorithm.RSA_PKCS1, MESSAGE, signature)).containsOnly(true);
    assertThat(verdicts(SignatureAlgorithm.RSA_PSS, MESSAGE, signature)).containsOnly(false);
  }

  @Test
  void key_ofTooFewBits_isRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
    assertThatThrownBy(() -> VerifyingKey.ofSpki(spki))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("RSA modulus bits: 2048 (expected: 3072..8192)");
  }

  private static Iterable<Boolean> pkcs1(String digestInfo, int garbage) throws Exception {
    byte[] info = HexFormat.of().parseHex(digestInfo);
    byte[] encoded = new byte[384];
    Arrays.fill(encoded, (byte) 0xff);
    encoded[0] = 0;
    encoded[1] = 1;
    int at = encoded.length - 32 - info.length - garbage;
    encoded[at - 1] = 0;
    System.arraycopy(info, 0, encoded, at, info.length);
    System.arraycopy(Sha256.digest(MESSAGE), 0, encoded, at + info.length, 32);
    RSAPrivateKey key = (RSAPrivateKey) pair.getPrivate();
    BigInteger signature =
        new BigInteger(1, encoded).modPow(key.getPrivateExponent(), key.getModulus());
    return verdicts(SignatureAlgorithm.RSA_PKCS1, MESSAGE, fixed(signature));
  }

  private static Iterable<Boolean> pss(MGF1ParameterSpec mask, int salt) throws Exception {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", mask, salt, 1));
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    return verdicts(SignatureAlgorithm.RSA_PSS, MESSAGE, signer.sign());
  }

  private static Iterable<Boolean> verdicts(
      SignatureAlgorithm algorithm, byte[] message, byte[] signature) throws Exception {
    return ProviderAgreementTest.verdicts(
        ProviderAgreementTest.keys(algorithm, pair.getPublic().getEncoded()), message, signature);
  }

  private static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[384];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return fixed;
  }
}
