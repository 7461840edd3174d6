package dev.vitrine.client.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that another implementation wrote, pulled at each of its sizes. {@link LogMirrorTest} does
 * the same with a log of the tests' own.
 */
@Timeout(60)
class ForeignLogTest {
  private static final Path FILES =
      Path.of(System.getProperty("vitrine.root")).resolve("../shared/vectors/tessera-log");
  private static final String KEY =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

  @TempDir Path folder;

  private volatile int served;

  @Test
  @EnabledIf("isThere")
  void tesseraLog_atEachSize_isHeldByteForByte() throws Exception {
    VerifierKey key = VerifierKey.parse(KEY);
    MirrorFolder copy = new MirrorFolder(folder.resolve("copy"));
    try (HttpEndpoint endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8, this::answer)) {
      RemoteLog log = new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5));
      LogMirror mirror =
          new LogMirror(List.of(key), log, copy, Optional.empty(), InstantSource.system());
      for (served = 0; served <= 15; served++) {
        SignedCheckpoint shown = mirror.pull();

        assertThat(shown.encode()).isEqualTo(Files.readAllBytes(checkpoint()));
        assertThat(copy.checkpoint()).hasValue(shown);
        if (served > 0) {
          requireSame("tile/0/000.p/" + served);
          requireSame("tile/entries/000.p/" + served);
        }
      }
    }
  }

  static boolean isThere() {
    return Files.isDirectory(FILES);
  }

  private void requireSame(String resource) throws IOException {
    assertThat(folder.resolve("copy").resolve(resource))
        .hasSameBinaryContentAs(FILES.resolve(resource));
  }

  private Path checkpoint() {
    return FILES.resolve("checkpoint." + served);
  }

  private Response answer(Request request) throws IOException {
    boolean head = request.path().equals("/checkpoint");
    Path file = head ? checkpoint() : FILES.resolve(request.path().substring(1));
    return Files.exists(file)
        ? Response.of(200, "application/octet-stream", Files.readAllBytes(file))
        : Response.text(404, "not here\n");
  }
}
