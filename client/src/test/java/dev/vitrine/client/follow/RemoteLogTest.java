package dev.vitrine.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.http.AnswerTooLargeException;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.StuckServer;
import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
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

  @Test
  void answer_thatStopsInTheMiddle_isAFailureAfterEveryAttempt() throws Exception {
    try (StuckServer stuck = StuckServer.inTheBody()) {
      RemoteLog log = new RemoteLog(List.of(URI.create(stuck.url())), Duration.ofMillis(300));
      assertThatThrownBy(() -> log.read(new TileId(0, 0, 256)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no whole answer");
      assertThat(stuck.connections()).isEqualTo(RemoteLog.ATTEMPTS);
    }
  }

  @Test
  void answer_longerThanItCanBe_isCutAndNotAskedForAgain() throws Exception {
    byte[] full = new byte[RemoteLog.MAX_CHECKPOINT];
    byte[] longer = new byte[RemoteLog.MAX_CHECKPOINT + 1];
    try (HttpEndpoint endpoint = serve(request -> Response.of(200, "text/plain", full))) {
      assertThat(log(endpoint).checkpoint()).hasSize(full.length);
    }
    asked.clear();
    for (Response tooLong : List.of(plain(longer), zipped(longer))) {
      try (HttpEndpoint endpoint = serve(request -> tooLong)) {
        assertThatThrownBy(() -> log(endpoint).checkpoint())
            .isInstanceOf(AnswerTooLargeException.class);
        assertThatThrownBy(() -> log(endpoint).read(new TileId(0, 0, 256)))
            .isInstanceOf(AnswerTooLargeException.class);
      }
    }
    assertThat(asked).hasSize(4);
  }

  @Test
  void answer_zipped_isUnzipped() throws Exception {
    byte[] tile = new byte[8192];
    tile[17] = 1;
    try (HttpEndpoint endpoint = serve(request -> zipped(tile))) {
      assertThat(log(endpoint).read(new TileId(0, 0, 256))).isEqualTo(tile);
    }
  }

  @Test
  void prefixes_takeTurns_andOneThatFailsIsNotAskedAgainFirst() throws Exception {
    try (HttpEndpoint dead = serve(request -> Response.text(503, "no\n"));
        HttpEndpoint good = serve(request -> plain(new byte[32]))) {
      RemoteLog log =
          new RemoteLog(
              List.of(URI.create(dead.url() + "/dead"), URI.create(good.url() + "/good/")),
              Duration.ofSeconds(5));
      assertThat(log.read(new TileId(0, 0, 256))).hasSize(32);
    }
    assertThat(asked).containsExactly("/dead/tile/0/000", "/good/tile/0/000");
  }

  @Test
  void blob_thatIsAnotherOne_isRefused() throws Exception {
    byte[] document = "document".getBytes(StandardCharsets.UTF_8);
    Hash hash = Hash.of(MessageDigest.getInstance("SHA-256").digest(document));
    try (HttpEndpoint endpoint = serve(request -> plain(document))) {
      assertThat(log(endpoint).blob(hash)).hasValue(document);
      assertThatThrownBy(() -> log(endpoint).blob(Hash.EMPTY_ROOT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(hash.toString());
    }
    try (HttpEndpoint endpoint = serve(request -> Response.text(404, "no\n"))) {
      assertThat(log(endpoint).blob(hash)).isEmpty();
    }
    assertThat(asked.get(0)).isEqualTo("/v1/blobs/" + hash.hex());
  }

  private static Response plain(byte[] body) {
    return Response.of(200, "application/octet-stream", body);
  }

  private static Response zipped(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return plain(bytes.toByteArray()).with("Content-Encoding", "gzip");
  }
}
