package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that shows a wrong certificate is a wrong address, not a lying log, and the message says
 * what is wrong with it and what to do. Real TLS servers, over HTTP and gRPC.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WrongCertificateTest {
  private static final String PASSWORD = "for-tests-only";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir static Path folder;

  private @Nullable SSLContext before;

  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool("authority", "-dname", "CN=authority", "-ext", "bc:c");
    String[] signed = {"-signer", "authority", "-dname", "CN=log"};
    keytool("other", join(signed, "-ext", "san=dns:somebody.else.example"));
    keytool(
        "expired",
        join(signed, "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5"));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", all().getCertificate("authority"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  @AfterEach
  void trustAsBefore() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_PASSWORD);
    if (before != null) {
      SSLContext.setDefault(before);
    }
  }

  private static String[] join(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void keytool(String alias, String... more) throws Exception {
    String[] command = {
      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
      "-genkeypair",
      "-keyalg",
      "EC",
      "-storetype",
      "PKCS12",
      "-keystore",
      folder.resolve("all.p12").toString(),
      "-storepass",
      PASSWORD,
      "-alias",
      alias
    };
    Process keytool = new ProcessBuilder(join(command, more)).inheritIO().start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool: exit code " + keytool.exitValue());
    }
  }

  private static KeyStore all() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static KeyManagerFactory keysOf(String alias) throws Exception {
    KeyStore keys = all();
    for (String other : List.of("authority", "other", "expired")) {
      if (!other.equals(alias)) {
        keys.deleteEntry(other);
      }
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    return factory;
  }

  private void trustTheAuthority() throws Exception {
    before = SSLContext.getDefault();
    System.setProperty(TRUST_STORE, folder.resolve("trusted.p12").toString());
    System.setProperty(TRUST_PASSWORD, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLContext.setDefault(context);
  }

  /** Somewhere a server shows a certificate; gone when closed. */
  private record Showing(String address, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
      stop.run();
    }
  }

  private static Showing show(String scheme, String alias) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (scheme.equals("grpcs")) {
      Server server =
          NettyServerBuilder.forAddress(any)
              .sslContext(
                  GrpcSslContexts.configure(SslContextBuilder.forServer(keysOf(alias))).build())
              .build()
              .start();
      return new Showing("grpcs://127.0.0.1:" + server.getPort(), server::shutdownNow);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keysOf(alias).getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(any, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    return new Showing(
        "https://127.0.0.1:" + server.getAddress().getPort() + "/", () -> server.stop(0));
  }

  private static void expectUnreachable(String scheme, String alias, String... words)
      throws Exception {
    try (Showing server = show(scheme, alias);
        LogClient client =
            LogClient.builder()
                .log(server.address())
                .vkeys(TestLog.of(1, "x").vkey())
                .limits(new RequestLimits(Duration.ofSeconds(20), 4096))
                .build()) {
      assertThatThrownBy(client::head)
          .isInstanceOf(LogUnreachableException.class)
          .hasMessageContaining(server.address())
          .hasMessageContainingAll((CharSequence[]) words)
          .message()
          .doesNotContain("PKIX", "Exception", "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "grpcs"})
  void certificateOfAnUnknownIssuer_saysSoAndHowToTrustIt(String scheme) throws Exception {
    expectUnreachable(
        scheme,
        "other",
        "nobody whom this machine trusts has issued the certificate that 127.0.0.1 shows",
        "javax.net.ssl.trustStore");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "grpcs"})
  void certificateForAnotherName_saysWhichNameWasExpected(String scheme) throws Exception {
    trustTheAuthority();
    expectUnreachable(scheme, "other", "is for another name (expected: 127.0.0.1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "grpcs"})
  void certificateExpired_saysSoAndAsksForTheClock(String scheme) throws Exception {
    trustTheAuthority();
    expectUnreachable(scheme, "expired", "that 127.0.0.1 shows has expired", "clock");
  }
}
