package dev.vitrine.client.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * POSTs each alert as JSON; any 2xx means taken. {@code Idempotency-Key} carries the alert's id, so
 * that a receiver can drop the one repeat a crash between its answer and our note of it can cause.
 */
public final class WebhookSink implements AlertSink {
  private final URI url;
  private final Duration timeout;
  private final HttpClient http;

  public WebhookSink(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public String name() {
    return "webhook:" + url;
  }

  @Override
  public void deliver(Alert alert) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", alert.id())
            .POST(HttpRequest.BodyPublishers.ofString(alert.json()))
            .build();
    int status = send(request);
    if (status < 200 || status > 299) {
      throw new IOException("webhook " + url + ": status " + status + " (expected: 2xx)");
    }
  }

  /** The status is the answer: a body that never ends must not hold up the monitor. */
  private int send(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (ConnectException e) {
      // The JDK's has no message.
      throw new IOException(
          "webhook " + url + ": no connection: nothing listens there, or it is blocked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while calling " + url);
    }
  }
}
