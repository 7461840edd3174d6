package dev.vitrine.client.mirror;

import dev.vitrine.witness.AddCheckpointRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** The requests to a mirror's submission prefix. A mirror that is busy is asked again. */
final class MirrorConnection {
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

  /**
   * @return the size the mirror stands at if it is another than the request's old one
   */
  OptionalLong addCheckpoint(AddCheckpointRequest request) throws IOException {
    Answer answer =
        send(
            HttpRequest.newBuilder(prefix.resolve("add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.encode())));
    if (answer.status() == 200) {
      return OptionalLong.empty();
    }
    String size = answer.text().strip();
    if (answer.status() == 409 && size.matches("0|[1-9][0-9]{0,17}")) {
      return OptionalLong.of(Long.parseLong(size));
    }
    throw answer.unexpected(prefix.resolve("add-checkpoint"), "200, 409 with a size");
  }

  /** Answers 200, 202 and 409; anything else is an IOException. */
  Answer addEntries(byte[] body) throws IOException {
    Answer answer =
        send(
            HttpRequest.newBuilder(prefix.resolve("add-entries"))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip(body))));
    if (answer.status() != 200 && answer.status() != 202 && answer.status() != 409) {
      throw answer.unexpected(prefix.resolve("add-entries"), "200, 202, 409");
    }
    return answer;
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Answer answer = once(request.timeout(timeout).build());
      boolean busy = answer.status() == 429 || answer.status() == 503;
      if (!busy || attempt == ATTEMPTS) {
        return answer;
      }
      pause(answer.retryAfterSeconds().orElse(1L << attempt));
    }
  }

  private Answer once(HttpRequest request) throws IOException {
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
        return new Answer(response.statusCode(), in.readNBytes(MAX_ANSWER), wait);
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

  /** Status and body, which is at most a megabyte. */
  record Answer(int status, byte[] body, Optional<Long> retryAfterSeconds) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    IOException unexpected(URI url, String expected) {
      String first = text().lines().findFirst().orElse("");
      return new IOException(
          url + ": status " + status + " \"" + first + "\" (expected: " + expected + ")");
    }
  }
}
