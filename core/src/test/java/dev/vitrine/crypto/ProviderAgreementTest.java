package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every provider gives one verdict: on good signatures, altered ones and crafted ones. */
class ProviderAgreementTest {
  /** Where the native provider cannot run its place is taken by a second Bouncy Castle. */
  private static final List<SignatureEngine> ENGINES =
      List.of(
          BouncyCastleEngine.INSTANCE,
          CorrettoEngine.load().<SignatureEngine>map(e -> e).orElse(BouncyCastleEngine.INSTANCE));

  private static final BigInteger ED25519_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger ED25519_PRIME =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  @ParameterizedTest
  @EnumSource
  void knownAnswer_byEveryProvider_verifies(SignatureAlgorithm algorithm) throws Exception {
    String[] answer = answer(algorithm);
    for (VerifyingKey key : keys(algorithm, Base64.getDecoder().decode(answer[1]))) {
      key.verify(KnownAnswers.MESSAGE, Base64.getDecoder().decode(answer[2]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void signature_withAnyOfManyBitsFlipped_isRefusedByAll(SignatureAlgorithm algorithm)
      throws Exception {
    String[] answer = answer(algorithm);
    List<VerifyingKey> keys = keys(algorithm, Base64.getDecoder().decode(answer[1]));
    byte[] good = Base64.getDecoder().decode(answer[2]);
    // ECDSA alone takes another signature that can be had by flipping bits of none: r, n - s.
    int step = good.length > 600 ? 37 : 1;
    for (int bit = 0; bit < good.length * 8; bit += step) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(verdicts(keys, KnownAnswers.MESSAGE, bad)).as("bit %d", bit).containsOnly(false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void signature_ofAnotherSize_isRefusedByAll(SignatureAlgorithm algorithm) throws Exception {
    String[] answer = answer(algorithm);
    List<VerifyingKey> keys = keys(algorithm, Base64.getDecoder().decode(answer[1]));
    byte[] good = Base64.getDecoder().decode(answer[2]);
    for (int size : new int[] {0, 1, good.length - 1, good.length + 1, good.length * 2}) {
      assertThat(verdicts(keys, KnownAnswers.MESSAGE, Arrays.copyOf(good, size)))
          .as("size %d", size)
          .containsOnly(false);
    }
    byte[] shifted = new byte[good.length + 1];
    System.arraycopy(good, 0, shifted, 1, good.length);
    assertThat(verdicts(keys, KnownAnswers.MESSAGE, shifted)).containsOnly(false);
    assertThat(verdicts(keys, new byte[0], good)).containsOnly(false);
  }

  @ParameterizedTest
  @EnumSource
  void signature_ofRandomBytes_isRefusedByAll(SignatureAlgorithm algorithm) throws Exception {
    String[] answer = answer(algorithm);
    List<VerifyingKey> keys = keys(algorithm, Base64.getDecoder().decode(answer[1]));
    Random random = new Random(20261124);
    for (int i = 0; i < 50; i++) {
      byte[] bad = new byte[Base64.getDecoder().decode(answer[2]).length];
      random.nextBytes(bad);
      assertThat(verdicts(keys, KnownAnswers.MESSAGE, bad)).containsOnly(false);
    }
    byte[] zero = new byte[Base64.getDecoder().decode(answer[2]).length];
    assertThat(verdicts(keys, KnownAnswers.MESSAGE, zero)).containsOnly(false);
  }

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      names = {"ED25519", "ML_DSA_44", "ML_DSA_65", "ECDSA_P256"})
  void signature_madeByOneProvider_verifiesByTheOther(SignatureAlgorithm algorithm)
      throws Exception {
    byte[] seed = HexFormat.of().parseHex("07".repeat(32));
    for (SignatureEngine engine : ENGINES) {
      SigningKey key = new SigningKey(algorithm, seed, engine);
      byte[] signature = key.sign(KnownAnswers.MESSAGE);
      assertThat(
              verdicts(keys(algorithm, key.verifyingKey().spki()), KnownAnswers.MESSAGE, signature))
          .containsOnly(true);
    }
  }

  @Test
  void ed25519_sPlusOrder_isRefusedByAll() throws Exception {
    String[] answer = answer(SignatureAlgorithm.ED25519);
    byte[] bad = Base64.getDecoder().decode(answer[2]);
    putScalar(bad, scalar(bad, 32).add(ED25519_ORDER));
    assertThat(
            verdicts(
                keys(SignatureAlgorithm.ED25519, Base64.getDecoder().decode(answer[1])),
                KnownAnswers.MESSAGE,
                bad))
        .containsOnly(false);
  }

  /** R plus the point of order 2, with S made to fit: only whoever holds the key can make this. */
  @Test
  void ed25519_rWithASmallOrderPart_isRefusedByAllThoughTheBareLibraryTakesSome() throws Exception {
    byte[] seed = HexFormat.of().parseHex("09".repeat(32));
    SigningKey key = new SigningKey(SignatureAlgorithm.ED25519, seed, BouncyCastleEngine.INSTANCE);
    byte[] raw = key.verifyingKey().raw();
    List<VerifyingKey> keys = keys(SignatureAlgorithm.ED25519, key.verifyingKey().spki());
    int takenByBareLibrary = 0;
    for (int i = 0; i < 64; i++) {
      byte[] message = {(byte) i};
      byte[] crafted = withOrderTwoPart(key.sign(message), raw, message, secretScalar(seed));
      assertThat(verdicts(keys, message, crafted)).as("message %d", i).containsOnly(false);
      if (new Ed25519PublicKeyParameters(raw)
          .verify(Ed25519.Algorithm.Ed25519, null, message, 0, 1, crafted, 0)) {
        takenByBareLibrary++;
      }
    }
    assertThat(takenByBareLibrary).isPositive();
  }

  private static byte[] withOrderTwoPart(byte[] good, byte[] raw, byte[] message, BigInteger a)
      throws GeneralSecurityException {
    byte[] crafted = good.clone();
    boolean odd = (good[31] & 0x80) != 0;
    byte[] y = Arrays.copyOf(good, 32);
    y[31] &= 0x7f;
    // (x, y) + (0, -1) = (-x, -y)
    putLittleEndian(crafted, 0, ED25519_PRIME.subtract(scalar(y, 0)));
    crafted[31] = (byte) ((crafted[31] & 0x7f) | (odd ? 0 : 0x80));
    BigInteger r = scalar(good, 32).subtract(challenge(good, raw, message).multiply(a));
    BigInteger s = r.add(challenge(crafted, raw, message).multiply(a)).mod(ED25519_ORDER);
    putScalar(crafted, s);
    return crafted;
  }

  private static BigInteger challenge(byte[] signature, byte[] raw, byte[] message)
      throws GeneralSecurityException {
    MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
    sha512.update(signature, 0, 32);
    sha512.update(raw);
    return littleEndian(sha512.digest(message)).mod(ED25519_ORDER);
  }

  private static BigInteger secretScalar(byte[] seed) throws GeneralSecurityException {
    byte[] h = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
    h[0] &= (byte) 0xf8;
    h[31] = (byte) ((h[31] & 0x7f) | 0x40);
    return littleEndian(h);
  }

  @Test
  void ecdsa_sReplacedByOrderMinusS_isTakenByAll() throws Exception {
    String[] answer = answer(SignatureAlgorithm.ECDSA_P256);
    byte[] good = Base64.getDecoder().decode(answer[2]);
    BigInteger[] rs = EcCurves.decodeSignature(SignatureAlgorithm.ECDSA_P256, good);
    var domain = EcCurves.domain(SignatureAlgorithm.ECDSA_P256);
    byte[] twin =
        EcCurves.encodeSignature(domain, new BigInteger[] {rs[0], domain.getN().subtract(rs[1])});
    assertThat(
            verdicts(
                keys(SignatureAlgorithm.ECDSA_P256, Base64.getDecoder().decode(answer[1])),
                KnownAnswers.MESSAGE,
                twin))
        .containsOnly(true);
  }

  @Test
  void ecdsa_inOtherEncodings_isRefusedByAll() throws Exception {
    String[] answer = answer(SignatureAlgorithm.ECDSA_P256);
    byte[] good = Base64.getDecoder().decode(answer[2]);
    List<VerifyingKey> keys =
        keys(SignatureAlgorithm.ECDSA_P256, Base64.getDecoder().decode(answer[1]));
    BigInteger[] rs = EcCurves.decodeSignature(SignatureAlgorithm.ECDSA_P256, good);
    BigInteger n = EcCurves.domain(SignatureAlgorithm.ECDSA_P256).getN();
    byte[] r = rs[0].toByteArray();
    byte[] s = rs[1].toByteArray();
    List<byte[]> others =
        List.of(
            der(concat(new byte[] {0}, r), s),
            der(r, concat(new byte[] {0}, s)),
            der(rs[0].negate().toByteArray(), s),
            der(rs[0].add(n).toByteArray(), s),
            der(r, rs[1].add(n).toByteArray()),
            der(new byte[] {0}, s),
            der(r, new byte[] {0}),
            concat(
                new byte[] {0x30, (byte) 0x81, good[1]}, Arrays.copyOfRange(good, 2, good.length)),
            concat(good, new byte[] {0, 0}),
            concat(
                new byte[] {0x30, (byte) 0x80},
                concat(Arrays.copyOfRange(good, 2, good.length), new byte[2])));
    for (byte[] other : others) {
      assertThat(verdicts(keys, KnownAnswers.MESSAGE, other))
          .as(HexFormat.of().formatHex(other))
          .containsOnly(false);
    }
  }

  private static byte[] der(byte[] r, byte[] s) {
    return ByteBuffer.allocate(6 + r.length + s.length)
        .put((byte) 0x30)
        .put((byte) (4 + r.length + s.length))
        .put((byte) 2)
        .put((byte) r.length)
        .put(r)
        .put((byte) 2)
        .put((byte) s.length)
        .put(s)
        .array();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  static List<Boolean> verdicts(List<VerifyingKey> keys, byte[] message, byte[] signature) {
    List<Boolean> verdicts = new ArrayList<>();
    for (VerifyingKey key : keys) {
      try {
        key.verify(message, signature);
        verdicts.add(true);
      } catch (SignatureException e) {
        verdicts.add(false);
      }
    }
    return verdicts;
  }

  static List<VerifyingKey> keys(SignatureAlgorithm algorithm, byte[] spki)
      throws KeyFormatException {
    List<VerifyingKey> keys = new ArrayList<>();
    for (SignatureEngine engine : ENGINES) {
      keys.add(new VerifyingKey(algorithm, spki, engine));
    }
    return keys;
  }

  private static String[] answer(SignatureAlgorithm algorithm) {
    return KnownAnswers.lines().stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields[0].equals(algorithm.name()))
        .findFirst()
        .orElseThrow();
  }

  private static BigInteger scalar(byte[] bytes, int from) {
    return littleEndian(Arrays.copyOfRange(bytes, from, from + 32));
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static void putScalar(byte[] signature, BigInteger s) {
    putLittleEndian(signature, 32, s);
  }

  private static void putLittleEndian(byte[] bytes, int at, BigInteger value) {
    BigInteger rest = value;
    for (int i = 0; i < 32; i++) {
      bytes[at + i] = rest.byteValue();
      rest = rest.shiftRight(8);
    }
  }
}
