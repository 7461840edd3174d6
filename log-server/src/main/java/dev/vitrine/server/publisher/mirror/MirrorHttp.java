package dev.vitrine.server.publisher.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.mirror.MirrorEndpoint;
import dev.vitrine.server.publisher.witness.PeerHttp;
import dev.vitrine.server.publisher.witness.WitnessAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The requests to one mirror. Blocks; an interrupt ends the wait. */
final class MirrorHttp implements MirrorEndpoint {
  private final URI url;
  private final PeerHttp http;

  /**
   * @param url submission prefix, with a final slash
   */
  MirrorHttp(URI url, PeerHttp http) {
    this.url = url;
    this.http = http;
  }

  @Override
  public Answer addCheckpoint(byte[] body) throws IOException {
    return answer("add-checkpoint", body, "Content-Type", "text/plain; charset=utf-8");
  }

  @Override
  public Answer addEntries(byte[] body) throws IOException {
    return answer(
        "add-entries",
        zip(body),
        "Content-Type",
        "application/octet-stream",
        "Content-Encoding",
        "gzip");
  }

  private Answer answer(String request, byte[] body, String... headers) throws IOException {
    try {
      WitnessAnswer answer = http.post(url.resolve(request), body, headers).get();
      if (answer.status() == 429 || answer.status() == 503) {
        throw new MirrorBusyException(request + ": " + answer.summary(), answer.retryAfter());
      }
      return new Answer(answer.status(), answer.body().getBytes(UTF_8));
    } catch (ExecutionException e) {
      throw new MirrorBusyException(request + ": " + e.getCause(), Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in " + request);
    }
  }

  /** Fast rather than small: it competes with the log for the processor. */
  private static byte[] zip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new FastGzip(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 16 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
