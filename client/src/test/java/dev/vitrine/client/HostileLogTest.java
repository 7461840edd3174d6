package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log that lies in every way we can name never gets VERIFIED, never hangs the client and never
 * exhausts it.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileLogTest {
  private static final String TILE = "tile/0/000.p/200";
  private static final String BUNDLE = "tile/entries/000.p/200";

  private final TestLog log = TestLog.of(200, "honest");
  private final CountDownLatch stop = new CountDownLatch(1);
  private TileServer server;
  private LogClient client;

  @BeforeEach
  void start() throws Exception {
    server = new TileServer(log);
    client =
        LogClient.builder()
            .log(server.url())
            .vkeys(log.vkey())
            .limits(new RequestLimits(Duration.ofSeconds(2), 4096))
            .appendPatience(Duration.ofMillis(300))
            .build();
  }

  @AfterEach
  void stop() {
    stop.countDown();
    client.close();
    server.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertUnreachable(String words) {
    assertThatThrownBy(() -> client.entry(7))
        .isInstanceOf(LogUnreachableException.class)
        .hasMessageContaining(words);
  }

  private void assertUntrusted(String words) {
    assertThatThrownBy(() -> client.entry(7))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining(words);
  }

  @Test
  void wrongTile_isUntrusted() {
    server.lie(TILE, TestLog.flipped(log.resource(TILE, 200).orElseThrow(), 100));
    assertUntrusted("entry 7");
  }

  @Test
  void tileOfAnotherTree_isUntrusted() {
    server.lie(TILE, TestLog.of(200, "other").resource(TILE, 200).orElseThrow());
    assertUntrusted("entry 7");
  }

  @Test
  void tileOfWrongLength_isUntrusted() {
    server.lie(TILE, Arrays.copyOf(log.resource(TILE, 200).orElseThrow(), 6399));
    assertUntrusted("6399");
  }

  @Test
  void bundleOfAnotherTree_isUntrusted() {
    server.lie(BUNDLE, TestLog.of(200, "other").resource(BUNDLE, 200).orElseThrow());
    assertUntrusted("entry 7");
  }

  @Test
  void truncatedBundle_isNeverVerified() {
    server.lie(BUNDLE, Arrays.copyOf(log.resource(BUNDLE, 200).orElseThrow(), 500));
    assertUntrusted("entry 46");
  }

  @Test
  void entriesOfAnAlteredBundle_areUntrusted() throws Exception {
    server.lie(BUNDLE, TestLog.flipped(log.resource(BUNDLE, 200).orElseThrow(), 20));
    VerifiedHead head = client.head();
    assertThatThrownBy(() -> client.entries(0, 200, head, (index, entry) -> {}))
        .isInstanceOf(UntrustedException.class);
  }

  @Test
  void missingTile_isUnreachableNotTampering() {
    server.lie(TILE, exchange -> TileServer.respond(exchange, 404, "text/plain", new byte[0]));
    assertUnreachable("does not serve");
  }

  @Test
  void alteredCheckpoint_isUntrusted() {
    String note = new String(log.head(200).encode(), StandardCharsets.UTF_8);
    server.lie("checkpoint", bytes(note.replace("\n200\n", "\n201\n")));
    assertUntrusted("policy");
  }

  @Test
  void checkpointOfAnotherOrigin_isUntrusted() {
    String note = new String(log.head(200).encode(), StandardCharsets.UTF_8);
    server.lie("checkpoint", bytes(note.replaceFirst("test.example/log", "evil.example/log")));
    assertUntrusted("evil.example/log");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 403, 511, 503})
  void webPage_isUnreachableNotTampering(int status) {
    server.lie(
        "checkpoint",
        exchange ->
            TileServer.respond(
                exchange, status, "text/html; charset=utf-8", bytes("<html>log in</html>")));
    assertUnreachable("web page");
  }

  @Test
  void webPageWithoutItsType_isUnreachableNotTampering() {
    server.lie("checkpoint", bytes("<html>log in</html>"));
    assertUnreachable("no checkpoint");
  }

  @Test
  void redirect_isNotFollowed() {
    server.lie(
        "checkpoint",
        exchange -> {
          exchange.getResponseHeaders().set("Location", server.url() + "elsewhere");
          TileServer.respond(exchange, 302, "text/plain", new byte[0]);
        });
    assertUnreachable("302");
    assertThat(server.requests()).doesNotContain("elsewhere");
  }

  @Test
  void endlessCheckpoint_isCutOff() {
    server.lie("checkpoint", this::endless);
    assertUnreachable("bytes");
  }

  @Test
  void endlessBundle_isCutOff() {
    server.lie(BUNDLE, this::endless);
    assertUnreachable("bytes");
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] chunk = new byte[8192];
    while (stop.getCount() > 0) {
      exchange.getResponseBody().write(chunk);
    }
  }

  @Test
  void slowDrip_isCutOffAtTheDeadline() {
    server.lie(
        "checkpoint",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          try {
            while (!stop.await(100, TimeUnit.MILLISECONDS)) {
              body.write('a');
              body.flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long started = System.nanoTime();
    assertUnreachable("PT2S");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void noAnswerAtAll_isCutOffAtTheDeadline() {
    server.lie(
        "checkpoint",
        exchange -> {
          try {
            stop.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatThrownBy(() -> client.head()).isInstanceOf(LogUnreachableException.class);
  }

  @Test
  void compressionBomb_isCutOff() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    server.lie(
        BUNDLE,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          TileServer.respond(exchange, 200, "application/octet-stream", packed.toByteArray());
        });
    assertUnreachable("unpack");
  }

  @Test
  void compressedBundle_isRead() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(log.resource(BUNDLE, 200).orElseThrow());
    }
    server.lie(
        BUNDLE,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          TileServer.respond(exchange, 200, "application/octet-stream", packed.toByteArray());
        });
    assertThat(client.entry(7).bytes()).isEqualTo(log.entry(7));
  }

  @Test
  void connectionCutInTheMiddle_isUnreachable() {
    server.lie(
        TILE,
        exchange -> {
          exchange.sendResponseHeaders(200, 6400);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        });
    assertThatThrownBy(() -> client.entry(7)).isInstanceOf(LogUnreachableException.class);
  }

  @Test
  void nobodyListens_isUnreachable() {
    server.close();
    assertThatThrownBy(() -> client.head()).isInstanceOf(LogUnreachableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"index\":99999999999999999999}",
        "{\"index\":-1}",
        "[]",
        "{}",
        "{\"index\":\"7",
        "<html>"
      })
  void appendAnswerOfWrongShape_isNeverASuccess(String answer) {
    server.lie("add", exchange -> TileServer.respondJson(exchange, 200, answer));
    assertThatThrownBy(() -> client.append(new byte[] {1}, Stage.DURABLE))
        .isInstanceOf(LogUnreachableException.class);
  }

  @Test
  void locateAnswerForAnotherLeaf_isUntrusted() {
    server.lie(
        "v1/proof/inclusion",
        exchange -> TileServer.respondJson(exchange, 200, "{\"index\":\"3\",\"path\":[\"x\"]}"));
    assertThatThrownBy(() -> client.inclusion(dev.vitrine.merkle.TreeHasher.leaf(log.entry(4))))
        .isInstanceOf(UntrustedException.class);
  }
}
