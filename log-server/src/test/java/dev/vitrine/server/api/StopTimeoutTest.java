package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code stop-timeout}: how long a stopping listener waits for answers under way. */
@Timeout(60)
final class StopTimeoutTest {
  private final ScriptedLog log = new ScriptedLog();

  @Test
  void close_answerUnderWay_waitsForItLongerThanByDefault() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> append = appendUnderWay("30s");

    CompletableFuture<Void> closing = CompletableFuture.runAsync(log::close);
    assertThatThrownBy(() -> closing.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    log.release();

    assertThat(append.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    closing.get(20, TimeUnit.SECONDS);
  }

  @Test
  void close_answerThatNeverComes_cutsTheConnectionAfterTheTimeout() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> append = appendUnderWay("1s");

    long started = System.nanoTime();
    log.close();
    Duration took = Duration.ofNanos(System.nanoTime() - started);

    assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(9));
    assertThat(append).failsWithin(Duration.ofSeconds(10));
  }

  private CompletableFuture<HttpResponse<byte[]>> appendUnderWay(String stopTimeout)
      throws Exception {
    log.start("stop-timeout", stopTimeout);
    log.holdAnswers = true;
    CompletableFuture<HttpResponse<byte[]>> append =
        Http.CLIENT.sendAsync(
            Http.request(log.url() + "/add")
                .timeout(Duration.ofSeconds(50))
                .POST(BodyPublishers.ofString("held"))
                .build(),
            BodyHandlers.ofByteArray());
    Awaitility.await().until(() -> log.store.head().size() == 1);
    return append;
  }
}
