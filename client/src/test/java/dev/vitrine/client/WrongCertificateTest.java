package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that nobody vouches for is a wrong address, not a lying log. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WrongCertificateTest {
  private static final String PASSWORD = "for-tests-only";

  @TempDir Path folder;

  private HttpsServer serve() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=somebody.else.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool: exit code " + keytool.exitValue());
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    return server;
  }

  @Test
  void certificateOfSomebodyElse_isUnreachableNotTampering() throws Exception {
    HttpsServer server = serve();
    try (LogClient client =
        LogClient.builder()
            .log("https://127.0.0.1:%d/".formatted(server.getAddress().getPort()))
            .vkeys(TestLog.of(1, "x").vkey())
            .limits(new RequestLimits(Duration.ofSeconds(10), 4096))
            .build()) {
      assertThatThrownBy(client::head)
          .isInstanceOf(LogUnreachableException.class)
          .hasMessageMatching("(?i).*certif.*");
    } finally {
      server.stop(0);
    }
  }
}
