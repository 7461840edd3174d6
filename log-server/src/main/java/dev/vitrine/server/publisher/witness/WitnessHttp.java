package dev.vitrine.server.publisher.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 with connections that stay open, a deadline for the whole answer, a limit of its length.
 */
final class WitnessHttp {
  /** A witness answers with a few lines; ML-DSA-44 ones are 3.3 kB each. */
  static final int MAX_ANSWER = 128 << 10;

  private final HttpClient client;
  private final Duration timeout;

  WitnessHttp(Duration timeout, Executor executor) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(executor)
            .build();
  }

  CompletableFuture<WitnessAnswer> addCheckpoint(WitnessPeer peer, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(peer.url().resolve("add-checkpoint"))
            .timeout(timeout)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return send(request);
  }

  CompletableFuture<WitnessAnswer> get(URI uri) {
    return send(HttpRequest.newBuilder(uri).timeout(timeout).build());
  }

  private CompletableFuture<WitnessAnswer> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, info -> new BoundedBody(MAX_ANSWER));
    CompletableFuture<WitnessAnswer> answer =
        exchange
            .thenApply(WitnessHttp::answer)
            // The request's own timeout ends with the headers; a body may still trickle for ever.
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    answer.whenComplete((done, failure) -> exchange.cancel(true));
    return answer;
  }

  private static WitnessAnswer answer(HttpResponse<byte[]> response) {
    return new WitnessAnswer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        retryAfter(response.headers().firstValue("Retry-After").orElse("")),
        new String(response.body(), UTF_8));
  }

  private static Duration retryAfter(String seconds) {
    return seconds.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }
}
