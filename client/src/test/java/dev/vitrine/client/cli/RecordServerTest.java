package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.RefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordServerTest {
  private final List<String> asked = new ArrayList<>();
  private final Queue<String> answers = new ArrayDeque<>();
  private HttpServer http;
  private volatile int status = 200;

  @BeforeEach
  void start() throws Exception {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] body = answers.remove().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private RecordServer server() throws UsageException {
    return new RecordServer("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private static String page(long index, String entry, String token) {
    return "{\"hits\":[{\"index\":%d,\"entry\":\"%s\"}],\"nextPageToken\":\"%s\",\"coversSize\":9}"
        .formatted(
            index,
            Base64.getEncoder().encodeToString(entry.getBytes(StandardCharsets.UTF_8)),
            token);
  }

  @Test
  void newest_theLastRecordFits_isAskedForAlone() throws Exception {
    answers.add(page(8, "last", "8"));

    assertThat(server().newest(LookupKey.stream("av/win", ""), hit -> true))
        .hasValueSatisfying(hit -> assertThat(hit.index()).isEqualTo(8));

    assertThat(asked).containsExactly("/v1/lookup?stream=av%2Fwin&page_size=1&newest_first=true");
  }

  @Test
  void newest_theLastIsAWithdrawal_goesOnBackwardsOneByOne() throws Exception {
    answers.add(page(8, "withdrawal", "8"));
    answers.add(page(7, "update", "7"));

    assertThat(server().newest(LookupKey.stream("s", ""), hit -> hit.index() < 8))
        .hasValueSatisfying(hit -> assertThat(hit.index()).isEqualTo(7));

    assertThat(asked)
        .hasSize(2)
        .last()
        .asString()
        .endsWith("page_size=1&newest_first=true&page_token=8");
  }

  @Test
  void newest_emptyStream_isEmpty() throws Exception {
    answers.add("{\"hits\":[],\"nextPageToken\":\"\",\"coversSize\":9}");

    assertThat(server().newest(LookupKey.stream("s", ""), hit -> true)).isEmpty();
  }

  @Test
  void question_logSaysNo_isItsReasonAndItsWords() {
    status = 404;
    answers.add(
        "{\"status\":404,\"reason\":\"ENTRY_NOT_FOUND\",\"detail\":\"index: 9 (expected: < 3)\"}");

    assertThatThrownBy(() -> server().entry(9))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo("ENTRY_NOT_FOUND"))
        .hasMessage("ENTRY_NOT_FOUND: index: 9 (expected: < 3)");
  }

  @Test
  void question_somethingElseAnswers_isNoUsableAnswer() {
    status = 502;
    answers.add("<html>Bad Gateway</html>");

    assertThatThrownBy(() -> server().entry(9))
        .hasMessageContaining("/v1/entry/9 answered with HTTP status 502 and 24 bytes")
        .hasCauseInstanceOf(LogUnreachableException.class);
  }

  @Test
  void question_nobodyListens_isNoUsableAnswer() {
    http.stop(0);

    assertThatThrownBy(() -> server().entry(9))
        .hasMessageContaining("http://127.0.0.1:", "nothing listens there")
        .hasCauseInstanceOf(LogUnreachableException.class);
  }
}
