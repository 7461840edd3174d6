package dev.vitrine.server.api;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Self-signed certificates made by the JDK's keytool, with PEM files such as an operator has. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final List<Certificate> issued = new ArrayList<>();

  TestCertificates(Path folder) {
    this.folder = folder;
  }

  /** Makes a key and a certificate; the subject is CN=name. */
  void make(String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "own",
        "-keystore",
        folder.resolve(name + ".p12").toString(),
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost");
    issued.add(load(name).getCertificate("own"));
  }

  /** Puts a key and its certificate where the server reads them. */
  void install(String name) throws Exception {
    KeyStore keys = load(name);
    replace(
        "server.key", pem("PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
    replace("server.crt", pem("CERTIFICATE", keys.getCertificate("own").getEncoded()));
  }

  /** Replaces the certificate only, as happens in the middle of every renewal. */
  void installCertificate(String name) throws Exception {
    replace("server.crt", pem("CERTIFICATE", load(name).getCertificate("own").getEncoded()));
  }

  /** A PEM file with one certificate. */
  Path pemFile(String name) throws Exception {
    Path file = folder.resolve(name + ".pem");
    return Files.writeString(
        file, pem("CERTIFICATE", load(name).getCertificate("own").getEncoded()));
  }

  /** Trusts all that were made; shows the certificate of that name, if one is given. */
  SSLContext client(@Nullable String name) {
    try {
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      for (Certificate certificate : issued) {
        trust.setCertificateEntry("c" + trust.size(), certificate);
      }
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

  private KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12", "-noprompt"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + said);
    }
  }
}
