package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTargetTest {

  private HttpServer server;
  private HttpTarget target;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/log/add", HttpTargetTest::answer);
    server.start();
    target =
        new HttpTarget(
            Endpoint.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/log/"), 2);
  }

  @AfterEach
  void stop() {
    target.close();
    server.stop(0);
  }

  /** Answers with what the entry says: an index, or a status. */
  private static void answer(HttpExchange exchange) throws IOException {
    String entry = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = entry.startsWith("status ") ? Integer.parseInt(entry.substring(7)) : 200;
    if (status == 429) {
      exchange.getResponseHeaders().add("Retry-After", "2");
    }
    byte[] body = entry.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void moreEntriesThanConnections_areAllAnsweredWithTheirIndex() throws Exception {
    @SuppressWarnings("unchecked")
    CompletableFuture<String>[] answers = new CompletableFuture[200];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = send("" + i);
    }
    for (int i = 0; i < answers.length; i++) {
      assertThat(get(answers[i])).isEqualTo("index " + i);
    }
  }

  @Test
  void pushBack_isRefusedWithItsAdvice() throws Exception {
    assertThat(get(send("status 429"))).isEqualTo("refused HTTP 429, retry after 2000 ms");
  }

  @Test
  void otherStatus_isAFailure() throws Exception {
    assertThat(get(send("status 400"))).startsWith("failed HTTP 400");
  }

  private CompletableFuture<String> send(String entry) {
    CompletableFuture<String> result = new CompletableFuture<>();
    target.send(
        entry.getBytes(StandardCharsets.UTF_8),
        new Answer() {
          @Override
          public void acknowledged(long index) {
            result.complete("index " + index);
          }

          @Override
          public void refused(String reason, long retryAfterMillis) {
            result.complete("refused " + reason + ", retry after " + retryAfterMillis + " ms");
          }

          @Override
          public void failed(String reason) {
            result.complete("failed " + reason);
          }
        });
    return result;
  }

  private static String get(CompletableFuture<String> answer)
      throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
    return answer.get(20, TimeUnit.SECONDS);
  }
}
