package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, client certificates, and new certificates without a restart. */
@Timeout(60)
final class TlsTest {

  @TempDir static Path folder;

  private static TestCertificates certificates;

  private final ScriptedLog log = new ScriptedLog();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    certificates.make("first");
    certificates.make("second");
  }

  @BeforeEach
  void install() throws Exception {
    certificates.install("first");
    log.fill(1);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void start(String... more) throws Exception {
    String[] settings = new String[6 + more.length];
    settings[0] = "tls.certificate-file";
    settings[1] = folder.resolve("server.crt").toString();
    settings[2] = "tls.key-file";
    settings[3] = folder.resolve("server.key").toString();
    settings[4] = "tls-reload-interval";
    settings[5] = "100ms";
    System.arraycopy(more, 0, settings, 6, more.length);
    log.start(settings);
  }

  private String subject() throws IOException {
    SSLContext context = certificates.client(null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", log.port())) {
      socket.setSoTimeout(5_000);
      socket.startHandshake();
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private HttpResponse<String> get(SSLContext tls, HttpClient.Version version) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(tls)
        .version(version)
        .build()
        .send(Http.request(log.url() + "/checkpoint").build(), BodyHandlers.ofString());
  }

  @Test
  void tls_alpn_servesHttp1AndHttp2AndGrpc() throws Exception {
    start();
    SSLContext tls = certificates.client(null);

    assertThat(log.url()).startsWith("https://");
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpResponse<String> answer = get(tls, version);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(version);
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", log.port())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(certificates.pemFile("first").toFile())
                    .build())
            .build();
    try {
      assertThat(
              TransparencyLogGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(10, TimeUnit.SECONDS)
                  .getCheckpoint(GetCheckpointRequest.getDefaultInstance())
                  .getCheckpoint())
          .startsWith(ScriptedLog.ORIGIN);
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void mtls_withoutCertificate_isRefused_withOneServed() throws Exception {
    start("tls.client-ca-file", certificates.pemFile("second").toString());

    assertThat(get(certificates.client("second"), HttpClient.Version.HTTP_2).statusCode())
        .isEqualTo(200);
    assertThatThrownBy(() -> get(certificates.client(null), HttpClient.Version.HTTP_1_1))
        .isInstanceOf(IOException.class);
  }

  @Test
  void newCertificate_isServedWithoutRestart_andOldConnectionsLive() throws Exception {
    start();
    SSLContext tls = certificates.client(null);
    HttpClient kept = HttpClient.newBuilder().sslContext(tls).build();
    kept.send(Http.request(log.url() + "/checkpoint").build(), BodyHandlers.ofString());
    assertThat(subject()).contains("first");

    certificates.install("second");

    await().untilAsserted(() -> assertThat(subject()).contains("second"));
    // Every event loop has it: connections go to them in turn.
    for (int i = 0; i < 8; i++) {
      assertThat(subject()).contains("second");
    }
    assertThat(
            kept.send(Http.request(log.url() + "/checkpoint").build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void brokenCertificate_leavesTheOldInUse_andAGoodOneIsTakenLater() throws Exception {
    start();

    Files.writeString(folder.resolve("server.crt"), "no certificate");
    await()
        .during(1, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(subject()).contains("first"));
    certificates.install("second");

    await().untilAsserted(() -> assertThat(subject()).contains("second"));
  }

  @Test
  void certificateWithoutItsKey_isNotUsed_untilTheKeyComes() throws Exception {
    start();

    certificates.installCertificate("second");
    await()
        .during(1, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(subject()).contains("first"));
    certificates.install("second");

    await().untilAsserted(() -> assertThat(subject()).contains("second"));
  }

  @Test
  void missingCertificate_isAnErrorAtStart() {
    assertThatThrownBy(
            () ->
                log.start(
                    "tls.certificate-file",
                    folder.resolve("absent.crt").toString(),
                    "tls.key-file",
                    folder.resolve("server.key").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent.crt");
  }
}
