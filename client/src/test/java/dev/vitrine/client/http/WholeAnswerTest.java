package dev.vitrine.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.testing.StuckServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that answer slowly, endlessly or not at all. */
@Timeout(60)
class WholeAnswerTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void answer_whole_isReturned() throws Exception {
    try (HttpEndpoint endpoint = serve("hello\n")) {
      assertThat(new String(get(endpoint.url(), LONG, 6), UTF_8)).isEqualTo("hello\n");
    }
  }

  @Test
  void answer_longerThanTheLimit_isRefused() throws Exception {
    try (HttpEndpoint endpoint = serve("hello\n")) {
      assertThatThrownBy(() -> get(endpoint.url(), LONG, 5))
          .isInstanceOf(AnswerTooLargeException.class);
    }
  }

  @Test
  void answer_whoseBodyStops_isAFailureAtTheDeadline() throws Exception {
    try (StuckServer server = StuckServer.inTheBody()) {
      assertThatThrownBy(() -> get(server.url(), Duration.ofSeconds(1), 100))
          .isInstanceOf(IOException.class)
          .hasMessage(server.url() + ": no whole answer within PT1S");
    }
  }

  @Test
  void answer_whoseHeadersStop_isAFailureAtTheDeadline() throws Exception {
    try (StuckServer server = new StuckServer("HTTP/1.1 200 OK\r\nContent-")) {
      assertThatThrownBy(() -> get(server.url(), Duration.ofSeconds(1), 100))
          .hasMessage(server.url() + ": no whole answer within PT1S");
    }
  }

  @Test
  void server_thatIsNotThere_isNamed() throws Exception {
    HttpEndpoint closed = serve("");
    closed.close();
    assertThatThrownBy(() -> get(closed.url(), LONG, 100))
        .isInstanceOf(IOException.class)
        .hasMessage(closed.url() + ": no connection: nothing listens there, or it is blocked");
  }

  private byte[] get(String url, Duration deadline, int limit) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return WholeAnswer.await(client, request, deadline, limit).body();
  }

  private static HttpEndpoint serve(String text) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        2,
        request -> Response.text(200, text));
  }
}
