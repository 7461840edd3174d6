package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.storage.LookupWrite;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that asks on every stream of a connection and reads nothing. */
@Timeout(60)
final class UnreadAnswersTest {
  private static final int ENTRY_BYTES = 60_000;
  private static final int BUNDLE_BYTES = 256 * (ENTRY_BYTES + 2);
  private static final String BUNDLE = "/tile/entries/000";

  private final ScriptedLog log = new ScriptedLog();
  private final Vertx vertx = Vertx.vertx();
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      byte[] entry = new byte[ENTRY_BYTES];
      entry[0] = (byte) i;
      entries.add(entry);
    }
    log.commit(entries, List.<LookupWrite>of());
    log.publish();
    log.start();
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setInitialSettings(new Http2Settings().setInitialWindowSize(65_535)));
  }

  @AfterEach
  void close() throws Exception {
    get(client.close());
    get(vertx.close());
    log.close();
  }

  @Test
  void http2_answersNotRead_refusedAboveTheBoundUntilSomeAreRead() throws Exception {
    List<HttpClientResponse> unread = new ArrayList<>();
    HttpClientResponse last = ask(BUNDLE);
    while (last.statusCode() == 200) {
      unread.add(last);
      assertThat((long) unread.size() * BUNDLE_BYTES)
          .as("held for one connection")
          .isLessThanOrEqualTo(UnreadAnswers.MAX_BYTES + BUNDLE_BYTES);
      last = ask(BUNDLE);
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.getHeader("retry-after")).isEqualTo("1");
    assertThat(unread).hasSizeGreaterThan(1);
    assertThat(ask("/healthz").statusCode()).as("small answers pass").isEqualTo(200);

    // All at once: they share the connection's flow-control window.
    List<Future<Integer>> lengths = new ArrayList<>();
    for (HttpClientResponse response : unread) {
      lengths.add(response.body().map(body -> body.length()));
      response.resume();
    }
    for (Future<Integer> length : lengths) {
      assertThat(get(length)).isEqualTo(BUNDLE_BYTES);
    }

    Awaitility.await().until(() -> ask(BUNDLE).statusCode() == 200);
  }

  /** Asks and leaves the body where it is. */
  private HttpClientResponse ask(String path) throws Exception {
    return get(
        client
            .request(HttpMethod.GET, log.port(), "127.0.0.1", path)
            .compose(HttpClientRequest::send)
            .onSuccess(HttpClientResponse::pause));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
