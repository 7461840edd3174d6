package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.tile.EntryBundle;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-tiles over real sockets: encodings, conditions and methods. */
class StaticNegotiationTest extends StaticFixture {

  @Test
  void bundle_identity_holdsTheEntriesLengthPrefixed() throws Exception {
    log.fill(300).start();

    HttpResponse<byte[]> full = Http.get(log.url() + "/tile/entries/000");
    HttpResponse<byte[]> partial = Http.get(log.url() + "/tile/entries/001.p/44");

    assertThat(EntryBundle.decode(full.body(), 256).entries().get(255))
        .isEqualTo(ScriptedLog.entry(255));
    assertThat(EntryBundle.decode(partial.body(), 44).entries().get(0))
        .isEqualTo(ScriptedLog.entry(256));
    assertThat(Http.header(full, "content-encoding")).isEmpty();
    assertThat(Http.header(full, "vary")).isEqualTo("accept-encoding");
    assertThat(Http.header(full, "cache-control")).isEqualTo(IMMUTABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "gzip, identity|true",
        "GZIP;q=0.5|true",
        "br, *|true",
        "gzip;q=0|false",
        "gzip;q=0.0, *|false",
        "*;q=0|false",
        "identity|false",
        "br|false"
      })
  void bundle_acceptEncoding_decidesOnGzip(String accept, boolean gzip) throws Exception {
    log.fill(256).start();

    for (int time = 0; time < 2; time++) {
      HttpResponse<byte[]> answer =
          Http.get(log.url() + "/tile/entries/000", "Accept-Encoding", accept);
      byte[] plain = answer.body();
      if (gzip) {
        assertThat(Http.header(answer, "content-encoding")).isEqualTo("gzip");
        plain = new GZIPInputStream(new ByteArrayInputStream(plain)).readAllBytes();
      } else {
        assertThat(Http.header(answer, "content-encoding")).isEmpty();
      }
      assertThat(EntryBundle.decode(plain, 256).entries()).hasSize(256);
    }
  }

  @Test
  void bundle_gzipAndIdentity_haveDifferentTags() throws Exception {
    log.fill(256).start();

    String identity = Http.header(Http.get(log.url() + "/tile/entries/000"), "etag");
    String gzip =
        Http.header(Http.get(log.url() + "/tile/entries/000", "Accept-Encoding", "gzip"), "etag");

    assertThat(gzip).isNotEqualTo(identity);
  }

  @Test
  void tile_withAcceptGzip_isIdentity() throws Exception {
    log.fill(256).start();

    HttpResponse<byte[]> answer = Http.get(log.url() + "/tile/0/000", "Accept-Encoding", "gzip");

    assertThat(Http.header(answer, "content-encoding")).isEmpty();
    assertThat(answer.body()).hasSize(8192);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/checkpoint", "/tile/0/000", "/tile/entries/000", "/tile/0/001.p/1"})
  void conditional_heldTag_gives304WithoutBody(String path) throws Exception {
    log.fill(257).start();
    String tag = Http.header(Http.get(log.url() + path), "etag");

    for (String held : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      HttpResponse<byte[]> answer = Http.get(log.url() + path, "If-None-Match", held);
      assertThat(answer.statusCode()).as(held).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(Http.header(answer, "etag")).isEqualTo(tag);
    }
    assertThat(Http.get(log.url() + path, "If-None-Match", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/checkpoint", "/tile/0/000", "/tile/entries/000", "/v1/entry/3"})
  void head_hasTheHeadersOfGetAndNoBody(String path) throws Exception {
    log.fill(257).start();
    HttpResponse<byte[]> get = Http.get(log.url() + path);

    HttpResponse<byte[]> head =
        Http.CLIENT.send(
            Http.request(log.url() + path).method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().map()).isEqualTo(get.headers().map());
  }

  @ParameterizedTest
  @CsvSource({
    "/checkpoint, POST, 'GET, HEAD'",
    "/tile/0/000, DELETE, 'GET, HEAD'",
    "/tile/entries/000, PUT, 'GET, HEAD'",
    "/v1/entry/0, POST, 'GET, HEAD'",
    "/add, GET, POST",
    "/v1/validate, GET, POST",
    "/metrics, POST, 'GET, HEAD'"
  })
  void method_wrong_is405WithAllow(String path, String method, String allowed) throws Exception {
    log.fill(257).start();

    HttpResponse<byte[]> answer =
        Http.CLIENT.send(
            Http.request(log.url() + path).method(method, BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(Http.header(answer, "allow")).isEqualTo(allowed);
    assertThat(Http.json(answer).getString("reason")).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void preflight_anyPath_allowsBrowsers() throws Exception {
    log.fill(1).start();

    HttpResponse<byte[]> answer =
        Http.CLIENT.send(
            Http.request(log.url() + "/vitrine.v1.TransparencyLog/GetEntry")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://page.example")
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(Http.header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(Http.header(answer, "access-control-allow-headers")).contains("x-grpc-web");
  }
}
