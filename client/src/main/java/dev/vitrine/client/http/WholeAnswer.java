package dev.vitrine.client.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that comes whole, within a deadline and a limit, or not at all. The JDK's own time
 * limit of a request ends with the answer's headers: a body that trickles, or stops, would hold up
 * its reader for ever.
 */
public final class WholeAnswer {
  private WholeAnswer() {}

  /**
   * @param deadline from now to the last byte of the body
   * @param limit bytes of the body beyond which it is an {@link AnswerTooLargeException}
   * @return fails with an {@link IOException} whose message names the URL
   */
  public static CompletableFuture<HttpResponse<byte[]>> of(
      HttpClient client, HttpRequest request, Duration deadline, int limit) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, answer -> new LimitedBody(limit));
    CompletableFuture<HttpResponse<byte[]>> whole =
        exchange
            .thenApply(answer -> answer)
            .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        inWords(request.uri(), deadline, unwrap(failure))));
    whole.whenComplete((answer, failure) -> exchange.cancel(true));
    return whole;
  }

  /** The same, waiting for it. */
  public static HttpResponse<byte[]> await(
      HttpClient client, HttpRequest request, Duration deadline, int limit) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer = of(client, request, deadline, limit);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + request.uri());
    } catch (ExecutionException e) {
      throw (IOException) unwrap(e);
    }
  }

  private static IOException inWords(URI uri, Duration deadline, Throwable failure) {
    if (failure instanceof AnswerTooLargeException tooLarge) {
      return tooLarge;
    }
    if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
      return new IOException(uri + ": no whole answer within " + deadline, failure);
    }
    if (failure instanceof ConnectException) {
      // The JDK's has no message.
      return new IOException(
          uri + ": no connection: nothing listens there, or it is blocked", failure);
    }
    String message = failure.getMessage();
    return new IOException(
        uri + ": " + (message == null ? failure.getClass().getSimpleName() : message), failure);
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && cause != null ? unwrap(cause) : failure;
  }
}
