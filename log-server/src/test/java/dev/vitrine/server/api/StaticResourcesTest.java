package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-tiles over real sockets: which resources there are, and their bytes. */
class StaticResourcesTest extends StaticFixture {

  @Test
  void checkpoint_afterPublication_isTheNoteWithItsHeaders() throws Exception {
    log.fill(3).start();

    HttpResponse<byte[]> answer = Http.get(log.url() + "/checkpoint");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.header(answer, "content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(Http.header(answer, "cache-control")).isEqualTo("no-cache");
    assertThat(Http.header(answer, "access-control-allow-origin")).isEqualTo("*");
    SignedCheckpoint note = SignedCheckpoint.parse(answer.body());
    note.verify(log.verifierKey());
    assertThat(note.checkpoint().size()).isEqualTo(3);
  }

  @Test
  void checkpoint_beforePublication_is404() throws Exception {
    log.start();

    HttpResponse<byte[]> answer = Http.get(log.url() + "/checkpoint");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Http.json(answer).getString("reason")).isEqualTo("NO_CHECKPOINT");
  }

  @Test
  void checkpoint_newOne_hasNewBytesAndTag() throws Exception {
    log.fill(1).start();
    HttpResponse<byte[]> first = Http.get(log.url() + "/checkpoint");

    log.fill(1);
    HttpResponse<byte[]> second =
        Http.get(log.url() + "/checkpoint", "If-None-Match", Http.header(first, "etag"));

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isNotEqualTo(first.body());
  }

  @Test
  void tile_full_hasTheStoredBytesAndHeaders() throws Exception {
    log.fill(300).start();

    HttpResponse<byte[]> answer = Http.get(log.url() + "/tile/0/000");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(log.store.tile(0, 0).orElseThrow()).hasSize(8192);
    assertThat(Http.header(answer, "content-type")).isEqualTo("application/octet-stream");
    assertThat(Http.header(answer, "cache-control")).isEqualTo(IMMUTABLE);
    assertThat(Http.header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(Http.header(answer, "etag")).matches("\"[0-9a-f]{32}\"");
  }

  @Test
  void tile_secondTime_isTheSameFromTheCache() throws Exception {
    log.fill(256).start();
    HttpResponse<byte[]> first = Http.get(log.url() + "/tile/0/000");

    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> again = Http.get(log.url() + "/tile/0/000");
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().map()).isEqualTo(first.headers().map());
    }
  }

  @Test
  void partials_everyWidthImplied_areCutFromTheStoredTile() throws Exception {
    log.fill(257).start();
    byte[] full = log.store.tile(0, 0).orElseThrow();

    for (int width = 1; width <= 255; width += 23) {
      HttpResponse<byte[]> answer = Http.get(log.url() + "/tile/0/000.p/" + width);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(Arrays.copyOf(full, width * Hash.SIZE));
    }
    assertThat(Http.get(log.url() + "/tile/0/001.p/1").body()).hasSize(32);
    assertThat(Http.get(log.url() + "/tile/1/000.p/1").body()).hasSize(32);
  }

  /** The package's worked example. */
  @ParameterizedTest
  @CsvSource({
    "/tile/0/000, 200, 8192",
    "/tile/0/001.p/1, 200, 32",
    "/tile/1/000.p/1, 200, 32",
    "/tile/0/000.p/7, 200, 224",
    "/tile/0/001, 404, -1",
    "/tile/1/000, 404, -1",
    "/tile/0/001.p/2, 404, -1",
    "/tile/1/000.p/2, 404, -1",
    "/tile/2/000, 404, -1",
    "/tile/2/000.p/1, 404, -1",
    "/tile/entries/001, 404, -1",
    "/tile/entries/001.p/2, 404, -1",
    "/tile/0/002.p/1, 404, -1"
  })
  void tiles_atSize257_areThoseTheCheckpointImplies(String path, int status, int length)
      throws Exception {
    log.fill(257).start();

    HttpResponse<byte[]> answer = Http.get(log.url() + path);

    assertThat(answer.statusCode()).isEqualTo(status);
    if (length >= 0) {
      assertThat(answer.body()).hasSize(length);
    }
  }

  @Test
  void tiles_committedButNotPublished_are404() throws Exception {
    log.fill(10).start();
    log.publishAtOnce = false;
    log.append(ScriptedLog.entry(10)).get();

    assertThat(log.store.head().size()).isEqualTo(11);
    assertThat(Http.get(log.url() + "/tile/0/000.p/10").statusCode()).isEqualTo(200);
    assertThat(Http.get(log.url() + "/tile/0/000.p/11").statusCode()).isEqualTo(404);
    assertThat(Http.get(log.url() + "/tile/entries/000.p/11").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tile/00/000",
        "/tile/0/0",
        "/tile/0/0000",
        "/tile/0/x000/000",
        "/tile/0/x000/001",
        "/tile/0/000.p/0",
        "/tile/0/000.p/01",
        "/tile/0/000.p/256",
        "/tile/0/000.p/",
        "/tile/0/000.p",
        "/tile/0/%30%30%30",
        "/tile/0/000/",
        "/tile/0//000",
        "/tile//0/000",
        "//tile/0/000",
        "/tile/0/./000",
        "/tile/0/../0/000",
        "/tile/64/000",
        "/tile/-1/000",
        "/tile/+0/000",
        "/tile/0/-01",
        "/tile/entries/0",
        "/tile/entries/000.p/256",
        "/tile/entries/x000/000",
        "/tile/Entries/000",
        "/Checkpoint",
        "/checkpoint/",
        "/checkpoint%20",
        "/tile/",
        "/tile",
        "/",
        "/tile/0/x999/x999/x999/x999/x999/x999/999"
      })
  void paths_notCanonical_are404(String path) throws Exception {
    log.fill(257).start();

    assertThat(Http.rawStatus(log.port(), path)).isEqualTo(404);
  }

  @Test
  void everyTile_atSize70000_isServed() throws Exception {
    log.fill(70_000).start();

    for (TileLayout.TileSpan span : TileLayout.tileSpans(70_000)) {
      long step = Math.max(1, span.fullTiles() / 5);
      for (long n = 0; n < span.fullTiles(); n += step) {
        String path = "/" + new TileId(span.level(), n, TileId.FULL_WIDTH).path();
        assertThat(Http.get(log.url() + path).body()).as(path).hasSize(8192);
      }
      if (span.partial().isPresent()) {
        String path = "/" + span.partial().get().path();
        assertThat(Http.get(log.url() + path).body())
            .as(path)
            .hasSize(span.partialWidth() * Hash.SIZE);
      }
    }
  }
}
