package dev.vitrine.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made of a log's answers, which differ from server to server. */
@Timeout(60)
class RemoteLogTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private HttpEndpoint serve(Handler handler) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        4,
        request -> {
          asked.add(request.path());
          return handler.handle(request);
        });
  }

  private static RemoteLog log(HttpEndpoint endpoint) {
    return new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5));
  }

  @Test
  void partial_thatIsGone_isReadFromTheFullResource() throws Exception {
    byte[] full = new byte[8192];
    for (int status : new int[] {404, 410}) {
      asked.clear();
      Handler onlyFull =
          request ->
              request.path().contains(".p/")
                  ? Response.text(status, "gone\n")
                  : Response.of(200, "application/octet-stream", full);
      try (HttpEndpoint endpoint = serve(onlyFull)) {
        assertThat(log(endpoint).read(new TileId(0, 7, 3))).hasSize(8192);
        assertThat(log(endpoint).readBundle(new BundleId(7, 3))).hasSize(8192);
      }
      assertThat(asked)
          .containsExactly(
              "/tile/0/007.p/3", "/tile/0/007", "/tile/entries/007.p/3", "/tile/entries/007");
    }
  }

  @Test
  void partial_thatIsRefused_isNotLookedForElsewhere() throws Exception {
    try (HttpEndpoint endpoint = serve(request -> Response.text(400, "no\n"))) {
      assertThatThrownBy(() -> log(endpoint).read(new TileId(0, 7, 3)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchFileException.class);
    }
    assertThat(asked).containsExactly("/tile/0/007.p/3");
  }

  @Test
  void failure_ofTheServer_isAskedAgainAndAMissingResourceIsNot() throws Exception {
    Handler later =
        request ->
            asked.size() < 3
                ? Response.text(500, "later\n")
                : Response.of(200, "application/octet-stream", new byte[32]);
    try (HttpEndpoint endpoint = serve(later)) {
      assertThat(log(endpoint).read(new TileId(0, 0, 256))).hasSize(32);
    }
    assertThat(asked).hasSize(3);
    asked.clear();
    try (HttpEndpoint endpoint = serve(request -> Response.text(404, "no\n"))) {
      assertThatThrownBy(() -> log(endpoint).read(new TileId(0, 0, 256)))
          .isInstanceOf(NoSuchFileException.class);
    }
    assertThat(asked).hasSize(1);
  }
}
