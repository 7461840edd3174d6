package dev.vitrine.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HttpEndpointTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Test
  void body_overTheLimit_isAnswered413AndTheConnectionGoesOn() throws Exception {
    try (HttpEndpoint endpoint = HttpEndpoint.start(ANY, 2, HttpEndpointTest::echo)) {
      assertThat(post(endpoint, "x".repeat(101)).statusCode()).isEqualTo(413);
      assertThat(post(endpoint, "x".repeat(100)).body()).hasSize(100);
    }
  }

  @Test
  void handler_thatFails_answers500WithoutItsText() throws Exception {
    Handler broken =
        request -> {
          throw new IllegalStateException("secret");
        };
    try (HttpEndpoint endpoint = HttpEndpoint.start(ANY, 2, broken)) {
      HttpResponse<String> response = post(endpoint, "x");
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).doesNotContain("secret");
    }
  }

  @Test
  void connection_kept_servesSecondRequestAfterUnreadBody() throws Exception {
    Handler ignoresBody = request -> Response.text(200, "ok\n");
    try (HttpEndpoint endpoint = HttpEndpoint.start(ANY, 2, ignoresBody);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
      String request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(UTF_8));
      readUntil(socket.getInputStream(), "ok\n");
      out.write(request.getBytes(UTF_8));
      assertThat(readUntil(socket.getInputStream(), "ok\n")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void request_beyondTheQueue_isAnswered503WithRetryAfterAndTheOthersAreServed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Handler slow =
        request -> {
          entered.countDown();
          await(release);
          return Response.text(200, "served\n");
        };
    try (HttpEndpoint endpoint = HttpEndpoint.start(ANY, 1, 1, slow)) {
      CompletableFuture<HttpResponse<String>> running = postAsync(endpoint);
      entered.await();
      CompletableFuture<HttpResponse<String>> waiting = postAsync(endpoint);
      Awaitility.await().until(() -> endpoint.waiting() == 1);

      for (int i = 0; i < 5; i++) {
        HttpResponse<String> turnedAway = postAsync(endpoint).get();
        assertThat(turnedAway.statusCode()).isEqualTo(503);
        assertThat(turnedAway.headers().firstValue("Retry-After")).hasValue("1");
      }
      release.countDown();
      assertThat(running.get().body()).isEqualTo("served\n");
      assertThat(waiting.get().body()).isEqualTo("served\n");
      assertThat(postAsync(endpoint).get().statusCode()).isEqualTo(200);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static CompletableFuture<HttpResponse<String>> postAsync(HttpEndpoint endpoint) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.url() + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Response echo(Request request) throws IOException {
    return Response.of(200, Response.TEXT, request.body(100));
  }

  private static HttpResponse<String> post(HttpEndpoint endpoint, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.url() + "/"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      int next = in.read();
      assertThat(next).as("answer so far: %s", text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }
}
