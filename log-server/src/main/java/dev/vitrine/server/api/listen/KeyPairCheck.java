package dev.vitrine.server.api.listen;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Whether a private key belongs to its certificate, told before clients find out. */
final class KeyPairCheck {

  private static final byte[] PROBE = "vitrine".getBytes(StandardCharsets.US_ASCII);

  private KeyPairCheck() {}

  /**
   * @throws IOException if the material cannot be read or does not belong together
   */
  static void verify(Vertx vertx, KeyCertOptions material) throws IOException {
    try {
      for (KeyManager manager : material.getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager keys) {
          verify(keys);
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("TLS certificate or key: " + e.getMessage(), e);
    }
  }

  private static void verify(X509KeyManager keys) throws IOException, GeneralSecurityException {
    for (String type : new String[] {"EC", "RSA", "EdDSA"}) {
      String[] aliases = keys.getServerAliases(type, null);
      for (String alias : aliases == null ? new String[0] : aliases) {
        X509Certificate[] chain = keys.getCertificateChain(alias);
        PrivateKey key = keys.getPrivateKey(alias);
        if (chain != null && key != null) {
          verify(key, chain[0].getPublicKey());
        }
      }
    }
  }

  private static void verify(PrivateKey key, PublicKey certified)
      throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(certified.getAlgorithm()));
    boolean belongs = key.getAlgorithm().equals(certified.getAlgorithm());
    if (belongs) {
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      belongs = signature.verify(signed);
    }
    if (!belongs) {
      throw new IOException("the TLS key is not that of the certificate (expected: a pair)");
    }
  }

  private static String algorithm(String keyType) {
    return switch (keyType) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> keyType;
    };
  }
}
