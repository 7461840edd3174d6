package dev.vitrine.client.mirror;

import dev.vitrine.mirror.MirrorEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** The requests to a mirror's submission prefix. A mirror that is busy is asked again. */
final class MirrorConnection implements MirrorEndpoint {
  private static final int ATTEMPTS = 5;
  private static final int MAX_ANSWER = 1 << 20;
  private static final long MAX_WAIT_SECONDS = 60;

  private final URI prefix;
  private final Duration timeout;
  private final HttpClient http;

  MirrorConnection(URI prefix, Duration timeout) {
    String text = prefix.toString();
    this.prefix = URI.create(text.endsWith("/") ? text : text + "/");
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public Answer addCheckpoint(byte[] body) throws IOException {
    return send(
        HttpRequest.newBuilder(prefix.resolve("add-checkpoint"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  @Override
  public Answer addEntries(byte[] body) throws IOException {
    return send(
        HttpRequest.newBuilder(prefix.resolve("add-entries"))
            .header("Content-Type", "application/octet-stream")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(zip(body))));
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Timed timed = once(request.timeout(timeout).build());
      int status = timed.answer().status();
      boolean busy = status == 429 || status == 503;
      if (!busy || attempt == ATTEMPTS) {
        return timed.answer();
      }
      pause(timed.retryAfterSeconds().orElse(1L << attempt));
    }
  }

  private Timed once(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        Optional<Long> wait =
            response
                .headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::valueOf);
        return new Timed(new Answer(response.statusCode(), in.readNBytes(MAX_ANSWER)), wait);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void pause(long seconds) throws IOException {
    try {
      TimeUnit.SECONDS.sleep(Math.min(seconds, MAX_WAIT_SECONDS));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while talking to " + prefix);
  }

  private static byte[] zip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }

  private record Timed(Answer answer, Optional<Long> retryAfterSeconds) {}
}
