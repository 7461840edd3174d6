package dev.vitrine.server.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate authority made by the JDK's keytool, with PEM files such as an operator has. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;

  TestCertificates(Path folder) throws Exception {
    this.folder = folder;
    keytool("-genkeypair", "-alias", "ca", "-keystore", store("ca"), "-dname", "CN=test-ca",
        "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "bc:c");
    Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", load("ca").getCertificate("ca").getEncoded()));
  }

  /** Writes {@code name.crt} and {@code name.key}; the subject is CN=commonName. */
  void issue(String name, String commonName) throws Exception {
    Files.deleteIfExists(Path.of(store(name)));
    keytool("-genkeypair", "-alias", "own", "-keystore", store(name), "-dname", "CN=" + commonName,
        "-keyalg", "EC", "-groupname", "secp256r1");
    Path request = folder.resolve(name + ".csr");
    Path issued = folder.resolve(name + ".issued");
    keytool("-certreq", "-alias", "own", "-keystore", store(name), "-file", request.toString());
    keytool("-gencert", "-alias", "ca", "-keystore", store("ca"), "-infile", request.toString(),
        "-outfile", issued.toString(), "-rfc", "-ext", "san=ip:127.0.0.1,dns:localhost");
    keytool("-importcert", "-alias", "ca", "-keystore", store(name), "-file",
        folder.resolve("ca.crt").toString());
    keytool("-importcert", "-alias", "own", "-keystore", store(name), "-file", issued.toString());
    KeyStore keys = load(name);
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : keys.getCertificateChain("own")) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    Key key = keys.getKey("own", PASSWORD.toCharArray());
    replace(name + ".key", pem("PRIVATE KEY", key.getEncoded()));
    replace(name + ".crt", chain.toString());
  }

  /** Trusts the authority; shows the certificate of that name, if one is given. */
  SSLContext client(@Nullable String name) {
    try {
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("ca", load("ca").getCertificate("ca"));
      TrustManagerFactory trusts =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusts.init(trust);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      if (name != null) {
        keys.init(load(name), PASSWORD.toCharArray());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(name == null ? null : keys.getKeyManagers(), trusts.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void replace(String file, String text) throws Exception {
    Path next = folder.resolve(file + ".next");
    Files.writeString(next, text);
    Files.move(next, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private String store(String name) {
    return folder.resolve(name + ".p12").toString();
  }

  private KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(store(name)))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN " + type + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END " + type + "-----\n";
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12", "-noprompt"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.flush();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + said);
    }
  }
}
