package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.StuckServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts to real processes and a real HTTP server. */
@Timeout(60)
class SinksTest {
  private static final Alert ALERT =
      new Alert(
          7,
          Instant.parse("2026-11-24T08:00:00Z"),
          "log.example/a",
          Finding.about("NOT_ADMISSIBLE", Severity.WARNING, "entry 3", "not a record: \u00e9", 3),
          Optional.of("x".repeat(70_000).getBytes(UTF_8)),
          Optional.empty());

  @TempDir Path folder;

  @Test
  void command_thatTakesTheAlert_hasItOnItsInputAndInItsEnvironment() throws Exception {
    Path got = folder.resolve("got");
    String script =
        "cat > got; printf '%s %s %s' $VITRINE_ALERT_ID $VITRINE_ALERT_RULE"
            + " $VITRINE_ALERT_SEVERITY > env";
    sh("cd '" + folder + "'; " + script, 30_000).deliver(ALERT);

    assertThat(Files.readString(got)).isEqualTo(ALERT.json() + "\n");
    assertThat(Files.readString(folder.resolve("env")))
        .isEqualTo(ALERT.id() + " NOT_ADMISSIBLE WARNING");
  }

  @Test
  void command_thatDoesNotReadItsInput_isJudgedByItsExitCode() throws Exception {
    sh("exec 0<&-; exit 0", 30_000).deliver(ALERT);
    assertThatThrownBy(() -> sh("exec 0<&-; exit 3", 30_000).deliver(ALERT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit code 3");
  }

  @Test
  void command_thatNeitherReadsNorEnds_isKilledWithWhatItStarted() throws Exception {
    Path pid = folder.resolve("pid");
    String script = "sleep 600 & echo $! > '" + pid + "'; wait";
    assertThatThrownBy(() -> sh(script, 2_000).deliver(ALERT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("still running");
    long number = Long.parseLong(Files.readString(pid).strip());
    // Ends long before the ten minutes are over, or the test's time is.
    ProcessHandle.of(number).ifPresent(process -> process.onExit().join());
  }

  @Test
  void command_thatDoesNotExist_isAFailure() {
    CommandSink sink = new CommandSink(List.of("/no/such/program"), Duration.ofSeconds(5));
    assertThatThrownBy(() -> sink.deliver(ALERT)).isInstanceOf(IOException.class);
  }

  @Test
  void webhook_thatTakesTheAlert_hasItAsJsonUnderItsId() throws Exception {
    List<Request> requests = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    Handler taking =
        request -> {
          requests.add(request);
          bodies.add(new String(request.body(1 << 20), UTF_8));
          return Response.text(204, "");
        };
    try (HttpEndpoint endpoint = serve(taking)) {
      webhook(endpoint.url() + "/hook?a=b").deliver(ALERT);
    }
    assertThat(bodies).containsExactly(ALERT.json());
    assertThat(requests.get(0).method()).isEqualTo("POST");
    assertThat(requests.get(0).path()).isEqualTo("/hook");
    assertThat(requests.get(0).query()).isEqualTo("a=b");
    assertThat(requests.get(0).header("content-type")).hasValue("application/json");
    assertThat(requests.get(0).header("idempotency-key")).hasValue(ALERT.id());
  }

  @Test
  void webhook_thatAnswersAnythingButSuccess_isAFailure() throws Exception {
    for (int status : new int[] {302, 400, 500, 503}) {
      try (HttpEndpoint endpoint = serve(request -> Response.text(status, "no\n"))) {
        assertThatThrownBy(() -> webhook(endpoint.url()).deliver(ALERT))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("status " + status);
      }
    }
  }

  @Test
  void webhook_thatIsGoneOrSilent_isAFailure() throws Exception {
    HttpEndpoint closed = serve(request -> Response.text(200, ""));
    closed.close();
    assertThatThrownBy(() -> webhook(closed.url()).deliver(ALERT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no connection");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      assertThatThrownBy(() -> webhook(url).deliver(ALERT)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void webhook_whoseAnswerHasNoEnd_isJudgedByItsStatusInTime() throws Exception {
    try (StuckServer stuck = StuckServer.inTheBody()) {
      webhook(stuck.url()).deliver(ALERT);
    }
    try (StuckServer stuck = new StuckServer("HTTP/1.1 500 Oh\r\nContent-Length: 1000\r\n\r\nno")) {
      assertThatThrownBy(() -> webhook(stuck.url()).deliver(ALERT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("status 500");
    }
    try (StuckServer stuck = new StuckServer("HTTP/1.1 200 OK\r\nContent-")) {
      assertThatThrownBy(() -> webhook(stuck.url()).deliver(ALERT)).isInstanceOf(IOException.class);
    }
  }

  private static CommandSink sh(String script, long millis) {
    return new CommandSink(List.of("/bin/sh", "-c", script), Duration.ofMillis(millis));
  }

  private static WebhookSink webhook(String url) {
    return new WebhookSink(URI.create(url), Duration.ofSeconds(2));
  }

  private static HttpEndpoint serve(Handler handler) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2, handler);
  }
}
