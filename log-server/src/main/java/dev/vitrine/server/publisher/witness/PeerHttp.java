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
 * HTTP/1.1 to witnesses and mirrors, with connections that stay open, a deadline for the whole
 * answer, a limit of its length.
 */
public final class PeerHttp {
  /** A witness answers with a few lines; ML-DSA-44 ones are 3.3 kB each. */
  static final int MAX_ANSWER = 128 << 10;

  private final HttpClient client;
  private final Duration timeout;

  /**
   * @param timeout for a whole answer
   */
  public PeerHttp(Duration timeout, Executor executor) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(executor)
            .build();
  }

  CompletableFuture<WitnessAnswer> addCheckpoint(WitnessPeer peer, byte[] body) {
    return post(
        peer.url().resolve("add-checkpoint"), body, "Content-Type", "text/plain; charset=utf-8");
  }

  /**
   * Sends a body; its future may be cancelled.
   *
   * @param headers names and values in turn
   */
  public CompletableFuture<WitnessAnswer> post(URI uri, byte[] body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  CompletableFuture<WitnessAnswer> get(URI uri) {
    return send(HttpRequest.newBuilder(uri).timeout(timeout).build());
  }

  private CompletableFuture<WitnessAnswer> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, info -> new BoundedBody(MAX_ANSWER));
    CompletableFuture<WitnessAnswer> answer =
        exchange
            .thenApply(PeerHttp::answer)
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
