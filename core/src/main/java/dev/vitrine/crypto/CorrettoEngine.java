package dev.vitrine.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The Amazon Corretto Crypto Provider (native AWS-LC), found by name so that nothing here needs it
 * to compile or to run.
 */
final class CorrettoEngine implements SignatureEngine {
  private static final String PROVIDER =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final AlgorithmParameterSpec PSS_SHA256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  private static final byte[] ED25519_PKCS8 =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] ML_DSA_44_PKCS8 =
      HexFormat.of().parseHex("3034020100300b060960864801650304031104228020");
  private static final byte[] ML_DSA_65_PKCS8 =
      HexFormat.of().parseHex("3034020100300b060960864801650304031204228020");

  private final Provider provider;
  private final ThreadLocal<Map<SignatureAlgorithm, Signature>> signatures =
      ThreadLocal.withInitial(() -> new EnumMap<>(SignatureAlgorithm.class));

  private CorrettoEngine(Provider provider) {
    this.provider = provider;
  }

  /** The provider, when it is on the class path, loads here and passes its own self-tests. */
  static Optional<CorrettoEngine> load() {
    try {
      Class<?> type = Class.forName(PROVIDER);
      Object provider = type.getDeclaredConstructor().newInstance();
      Object health = type.getMethod("runSelfTests").invoke(provider);
      return "PASSED".equals(String.valueOf(health))
          ? Optional.of(new CorrettoEngine((Provider) provider))
          : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Absent, another CPU, a C library too old: all mean the same, Bouncy Castle does the work.
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "Amazon Corretto Crypto Provider " + provider.getVersionStr();
  }

  @Override
  public KeyVerifier verifier(SignatureAlgorithm algorithm, byte[] spki)
      throws GeneralSecurityException {
    PublicKey key = keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    return (message, signature) -> {
      Signature verifier = signature(algorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    };
  }

  @Override
  public KeySigner signer(SignatureAlgorithm algorithm, byte[] seed)
      throws GeneralSecurityException {
    if (algorithm == SignatureAlgorithm.ECDSA_P256) {
      // AWS-LC draws its nonces at random; RFC 6979 signatures are reproducible.
      return BouncyCastleEngine.INSTANCE.signer(algorithm, seed);
    }
    byte[] prefix = pkcs8Prefix(algorithm);
    byte[] pkcs8 = Arrays.copyOf(prefix, prefix.length + seed.length);
    System.arraycopy(seed, 0, pkcs8, prefix.length, seed.length);
    PrivateKey key = keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return message -> {
      Signature signer = signature(algorithm);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    };
  }

  private static byte[] pkcs8Prefix(SignatureAlgorithm algorithm) throws NoSuchAlgorithmException {
    return switch (algorithm) {
      case ED25519 -> ED25519_PKCS8;
      case ML_DSA_44 -> ML_DSA_44_PKCS8;
      case ML_DSA_65 -> ML_DSA_65_PKCS8;
      default -> throw new NoSuchAlgorithmException(algorithm + ": verifies only");
    };
  }

  private KeyFactory keyFactory(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      // The provider hides its Ed25519 key factory by default and takes the JDK's keys.
      case ED25519 -> KeyFactory.getInstance("Ed25519");
      case ML_DSA_44, ML_DSA_65 -> KeyFactory.getInstance("ML-DSA", provider);
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> KeyFactory.getInstance("EC", provider);
      case RSA_PSS, RSA_PKCS1 -> KeyFactory.getInstance("RSA", provider);
    };
  }

  /** This thread's object for the algorithm: creating one costs more than some of its uses. */
  private Signature signature(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    Map<SignatureAlgorithm, Signature> mine = signatures.get();
    Signature signature = mine.get(algorithm);
    if (signature == null) {
      signature = Signature.getInstance(jcaName(algorithm), provider);
      if (algorithm == SignatureAlgorithm.RSA_PSS) {
        signature.setParameter(PSS_SHA256);
      }
      mine.put(algorithm, signature);
    }
    return signature;
  }

  private static String jcaName(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> "Ed25519";
      case ML_DSA_44, ML_DSA_65 -> "ML-DSA";
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> "SHA256withECDSA";
      case RSA_PSS -> "RSASSA-PSS";
      case RSA_PKCS1 -> "SHA256withRSA";
    };
  }
}
