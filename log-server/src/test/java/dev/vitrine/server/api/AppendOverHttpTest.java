package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.proof.TlogProof;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppendOverHttpTest {

  private final ScriptedLog log = new ScriptedLog();

  @AfterEach
  void close() {
    log.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> add(String entry, String... headers) throws Exception {
    return Http.post(log.url() + "/add", bytes(entry), headers);
  }

  @Test
  void add_newEntry_answersTheDecimalIndex() throws Exception {
    log.fill(41).start();

    HttpResponse<byte[]> answer = add("new");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.text(answer)).isEqualTo("41");
    assertThat(log.store.entry(41)).contains(bytes("new"));
  }

  @Test
  void add_duplicate_answersTheFirstIndex() throws Exception {
    log.fill(5).start();

    assertThat(Http.text(add("same"))).isEqualTo("5");
    assertThat(Http.text(add("same"))).isEqualTo("5");
    assertThat(log.store.head().size()).isEqualTo(6);
  }

  @Test
  void add_acceptJson_bringsIndexLeafHashAndProof() throws Exception {
    log.fill(9).start();

    HttpResponse<byte[]> answer = add("new", "Accept", "application/json");
    JsonObject json = Http.json(answer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.header(answer, "content-type")).isEqualTo("application/json");
    assertThat(json.getLong("index")).isEqualTo(9);
    assertThat(json.getBoolean("duplicate")).isFalse();
    assertThat(json.getString("leafHash")).isEqualTo(TreeHasher.leaf(bytes("new")).hex());
    TlogProof proof = TlogProof.parse(bytes(json.getString("proof")));
    assertThat(proof.index()).isEqualTo(9);
    assertThat(proof.checkpoint().checkpoint().size()).isEqualTo(10);
  }

  @Test
  void add_jsonWithWaitDurable_hasNoProofYet() throws Exception {
    log.publishAtOnce = false;
    log.start();

    HttpResponse<byte[]> answer =
        Http.post(log.url() + "/add?wait=durable", bytes("x"), "Accept", "application/json");

    assertThat(Http.json(answer).getLong("index")).isZero();
    assertThat(Http.json(answer).containsKey("proof")).isFalse();
  }

  @Test
  void add_waitPublished_answersWhenPublished() throws Exception {
    log.publishAtOnce = false;
    log.start();

    CompletableFuture<HttpResponse<byte[]>> answer =
        Http.CLIENT.sendAsync(
            Http.request(log.url() + "/add?wait=published")
                .POST(BodyPublishers.ofString("x"))
                .build(),
            BodyHandlers.ofByteArray());
    await().until(() -> log.waits.size() == 1);
    assertThat(answer).isNotDone();
    log.publish();

    assertThat(TlogProof.parse(answer.get().body()).index()).isZero();
  }

  @Test
  void add_stageNeverReached_is504AndNamesTheIndex() throws Exception {
    log.publishAtOnce = false;
    log.fill(3).start("limits.wait-timeout", "1s");

    HttpResponse<byte[]> answer = Http.post(log.url() + "/add?wait=witnessed", bytes("x"));

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(Http.json(answer).getString("reason")).isEqualTo("STAGE_NOT_REACHED");
    assertThat(Http.json(answer).getString("value")).isEqualTo("3");
    assertThat(log.waits.get(0)).isCancelled();
  }

  @Test
  void add_clientGone_endsTheWaiting() throws Exception {
    log.publishAtOnce = false;
    log.start();
    try (Socket socket = new Socket("127.0.0.1", log.port())) {
      socket
          .getOutputStream()
          .write(
              bytes("POST /add?wait=published HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"));
      await().until(() -> log.waits.size() == 1);
    }

    await().until(() -> log.waits.get(0).isCancelled());
    assertThat(log.store.head().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "reject me, 422, SEQUENCE_GAP, ''",
    "overload, 429, QUEUE_FULL, 2",
    "stop, 503, NOT_ACCEPTING, 1",
    "break, 500, INTERNAL, ''"
  })
  void add_refused_isAProblemWithReason(String entry, int status, String reason, String retryAfter)
      throws Exception {
    log.start();

    HttpResponse<byte[]> answer = add(entry);
    JsonObject problem = Http.json(answer);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Http.header(answer, "content-type")).isEqualTo("application/problem+json");
    assertThat(Http.header(answer, "retry-after")).isEqualTo(retryAfter);
    assertThat(problem.getString("reason")).isEqualTo(reason);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.fieldNames())
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "reason", "field", "value");
    if (status == 422) {
      assertThat(problem.getString("field")).isEqualTo("predicate.sequence");
      assertThat(problem.getString("value")).isEqualTo("reject me");
      assertThat(problem.getString("detail")).isEqualTo("expected: 7");
    }
  }

  @Test
  void add_empty_is400() throws Exception {
    log.start();

    HttpResponse<byte[]> answer = add("");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer).getString("reason")).isEqualTo("ENTRY_EMPTY");
  }

  @Test
  void add_largestEntry_isTaken_andOneByteMoreIs413() throws Exception {
    log.start();

    assertThat(Http.post(log.url() + "/add", new byte[65_535]).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> over = Http.post(log.url() + "/add", new byte[65_536]);

    assertThat(over.statusCode()).isEqualTo(413);
    assertThat(Http.json(over).getString("reason")).isEqualTo("ENTRY_TOO_LARGE");
    assertThat(log.store.head().size()).isEqualTo(1);
  }

  @Test
  void add_announcedTooLarge_isRefusedBeforeTheBody() throws Exception {
    log.start();
    try (Socket socket = new Socket("127.0.0.1", log.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              bytes(
                  "POST /add HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                      + "Content-Length: 1000000000\r\n\r\n"));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("ENTRY_TOO_LARGE");
    }
  }

  @Test
  void add_chunkedBeyondTheLimit_isRefusedWhileReading() throws Exception {
    log.start();
    try (Socket socket = new Socket("127.0.0.1", log.port())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes("POST /add HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
      String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
      for (int i = 0; i < 5; i++) {
        out.write(bytes(chunk));
      }
      out.flush();
      byte[] head = socket.getInputStream().readNBytes(12);
      assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
    assertThat(log.store.head().size()).isZero();
  }

  @Test
  void add_expectContinue_isInvitedAndTaken() throws Exception {
    log.start();
    try (Socket socket = new Socket("127.0.0.1", log.port())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          bytes(
              "POST /add HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
      byte[] invitation = socket.getInputStream().readNBytes(25);
      assertThat(new String(invitation, StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 100 Continue");
      out.write(bytes("abc"));
      await().until(() -> log.store.head().size() == 1);
    }
  }

  @Test
  void add_truncatedBody_appendsNothing() throws Exception {
    log.start();

    String answer =
        Http.truncated(
            log.port(), "POST /add HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

    assertThat(answer).isEmpty();
    assertThat(log.store.head().size()).isZero();
  }

  @Test
  void add_bodyThatNeverComes_is408() throws Exception {
    log.start("limits.request-timeout", "1s");
    try (Socket socket = new Socket("127.0.0.1", log.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(bytes("POST /add HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("BODY_TOO_SLOW");
    }
  }

  @Test
  void add_unknownStage_is400() throws Exception {
    log.start();

    HttpResponse<byte[]> answer = Http.post(log.url() + "/add?wait=soon", bytes("x"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer).getString("field")).isEqualTo("wait");
    assertThat(Http.json(answer).getString("value")).isEqualTo("soon");
    assertThat(log.store.head().size()).isZero();
  }

  @Test
  void add_aboveTheQuota_is429WithRetryAfter() throws Exception {
    log.start("quota.entries-per-second", "1", "quota.burst-seconds", "2");

    assertThat(add("a").statusCode()).isEqualTo(200);
    assertThat(add("b").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> answer = add("c");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Http.json(answer).getString("reason")).isEqualTo("QUOTA_EXCEEDED");
    assertThat(Http.header(answer, "retry-after")).isEqualTo("1");
  }

  @Test
  void connection_keptAlive_takesManyRequests() throws Exception {
    log.fill(256).start();
    String get = "GET /tile/0/000 HTTP/1.1\r\nHost: x\r\n\r\n";
    String add = "POST /add HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n";

    String answers =
        Http.raw(
            log.port(),
            get
                + add
                + "1"
                + get
                + add
                + "2"
                + get.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(6);
    assertThat(log.store.head().size()).isEqualTo(258);
  }

  @Test
  void validate_answersWithoutAppending() throws Exception {
    log.start();
    add("there");
    String url = log.url() + "/v1/validate";

    JsonObject fresh = Http.json(Http.post(url, bytes("fresh")));
    JsonObject there = Http.json(Http.post(url, bytes("there")));
    JsonObject refused = Http.json(Http.post(url, bytes("reject")));

    assertThat(fresh.getBoolean("admissible")).isTrue();
    assertThat(there.getBoolean("duplicate")).isTrue();
    assertThat(there.getLong("duplicateOf")).isZero();
    assertThat(refused.getBoolean("admissible")).isFalse();
    assertThat(refused.getString("reason")).isEqualTo("SEQUENCE_GAP");
    assertThat(Http.post(url, bytes("")).statusCode()).isEqualTo(400);
    assertThat(log.store.head().size()).isEqualTo(1);
  }
}
