package dev.vitrine.client;

import dev.vitrine.client.http.LimitedBody;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Bounded HTTP: one deadline for the whole answer, a byte limit, no redirects, and a web page is
 * never taken for a log's answer.
 */
final class HttpFetcher {
  private static final int COMPRESSION_SLACK_BYTES = 64 << 10;
  private static final int MAX_ERROR_BODY_BYTES = 64 << 10;
  private static final int UPGRADE_REQUIRED = 426;

  /** Answers of version 1 are plain {@code application/json}; see docs/wire.md. */
  private static final Pattern NEWER_TYPE =
      Pattern.compile("^application/vnd\\.vitrine\\.v([2-9]|[1-9][0-9]+)[.+;]");

  private final HttpClient client;
  private final Duration timeout;

  HttpFetcher(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  byte[] get(URI uri, int maxBytes, boolean mayCompress) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    if (mayCompress) {
      request.header("Accept-Encoding", "gzip, identity");
    }
    return await(uri, send(uri, request, maxBytes));
  }

  /** The same as {@link #get} for a request with a body, without waiting. */
  CompletableFuture<byte[]> post(URI uri, byte[] body, String accept, int maxBytes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/octet-stream")
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return send(uri, request, maxBytes).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<byte[]> send(URI uri, HttpRequest.Builder request, int maxBytes) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request.timeout(timeout).build(),
            info ->
                new LimitedBody(
                    info.statusCode() == 200
                        ? maxBytes + COMPRESSION_SLACK_BYTES
                        : MAX_ERROR_BODY_BYTES));
    CompletableFuture<byte[]> body =
        exchange.thenCompose(
            response -> {
              try {
                return CompletableFuture.completedFuture(accept(uri, response, maxBytes));
              } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
              }
            });
    body.whenComplete((bytes, failure) -> exchange.cancel(true));
    return body;
  }

  private byte[] await(URI uri, CompletableFuture<byte[]> body) throws IOException {
    try {
      return body.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      body.cancel(true);
      throw new IOException("%s gave no complete answer within %s".formatted(uri, timeout), e);
    } catch (InterruptedException e) {
      body.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + uri);
    } catch (ExecutionException e) {
      throw asIoException(uri, Causes.unwrap(e));
    }
  }

  private static IOException asIoException(URI uri, Throwable cause) {
    if (cause instanceof NoSuchFileException
        || cause instanceof HttpStatusException
        || cause instanceof NotALogException
        || cause instanceof NewerAnswerException) {
      return (IOException) cause;
    }
    return new IOException("%s: %s".formatted(uri, words(uri, cause)), cause);
  }

  /** The JDK's client leaves the most common faults without a word. */
  private static String words(URI uri, Throwable cause) {
    return NetworkWords.of(cause, String.valueOf(uri.getHost())).orElseGet(() -> otherWords(cause));
  }

  private static String otherWords(Throwable cause) {
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return message.contains("plaintext connection")
        ? message + " (is it an http address and not an https one?)"
        : message;
  }

  private static byte[] accept(URI uri, HttpResponse<byte[]> response, int maxBytes)
      throws IOException {
    refusePage(uri, response);
    refuseNewer(uri, response);
    int status = response.statusCode();
    if (status == 404) {
      String type = response.headers().firstValue("Content-Type").orElse("");
      throw new HttpNotFoundException(uri, type.startsWith("application/problem+json"));
    }
    if (status != 200) {
      throw new HttpStatusException(
          uri, status, retryAfter(response), response.body(), hint(status));
    }
    byte[] body = response.body();
    if (header(response, "Content-Encoding", "identity").equals("gzip")) {
      return BoundedGzip.inflate(body, maxBytes);
    }
    if (body.length > maxBytes) {
      throw new IOException(
          "%s: answer of %d bytes (expected: at most %d)".formatted(uri, body.length, maxBytes));
    }
    return body;
  }

  /**
   * What a newer log says to an older client: another version in the media type, the status made
   * for it, or a compression that this client did not ask for.
   */
  private static void refuseNewer(URI uri, HttpResponse<byte[]> response)
      throws NewerAnswerException {
    String type = header(response, "Content-Type", "");
    if (NEWER_TYPE.matcher(type).find()) {
      throw newer(uri, "Content-Type: " + type, "version 1");
    }
    if (response.statusCode() == UPGRADE_REQUIRED) {
      throw newer(uri, "HTTP status 426, upgrade required", "200");
    }
    String encoding = header(response, "Content-Encoding", "identity");
    if (!encoding.equals("identity") && !encoding.equals("gzip")) {
      throw newer(uri, "Content-Encoding: " + encoding, "gzip or identity");
    }
  }

  private static NewerAnswerException newer(URI uri, String came, String expected) {
    return new NewerAnswerException(
        "%s answered with %.100s (expected: %s)".formatted(uri, came, expected));
  }

  private static String header(HttpResponse<?> response, String name, String otherwise) {
    return response.headers().firstValue(name).orElse(otherwise).toLowerCase(Locale.ROOT).strip();
  }

  private static void refusePage(URI uri, HttpResponse<byte[]> response) throws NotALogException {
    if (header(response, "Content-Type", "").startsWith("text/html")
        && response.statusCode() != 404) {
      throw new NotALogException(
          "%s answered with a web page, status %d: not a log (a proxy's or hotel's log-in page?)"
              .formatted(uri, response.statusCode()));
    }
  }

  private static String hint(int status) {
    if (status >= 300 && status < 400) {
      return "; redirects are not followed";
    }
    return status == 511 ? "; the network asks for a log-in" : "";
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("0");
    return seconds.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }
}
