package dev.vitrine.bench.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.bench.load.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes GET requests to a log, and alters one bit of one resource. */
final class FlipProxy implements AutoCloseable {

  private static final List<String> PASSED_HEADERS =
      List.of("Content-Type", "Content-Encoding", "Cache-Control");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpServer server;
  private final Endpoint log;
  private final String resource;
  private final int bit;

  /**
   * @param port to listen on at 127.0.0.1; 0 for any
   * @param resource path below the log's prefix, such as {@code tile/0/000}
   * @param bit number of the bit, the first byte's highest first; negative to alter nothing
   */
  FlipProxy(Endpoint log, int port, String resource, int bit) throws IOException {
    this.log = log;
    this.resource = resource;
    this.bit = bit;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(log + path)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      byte[] body = response.body();
      if (path.equals("/" + resource) && bit >= 0 && response.statusCode() == 200) {
        flip(body, bit);
      }
      for (String name : PASSED_HEADERS) {
        response
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void flip(byte[] body, int bit) {
    if (bit >= body.length * Byte.SIZE) {
      throw new IllegalArgumentException(
          "bit: " + bit + " (expected: below " + body.length * Byte.SIZE + ")");
    }
    body[bit / Byte.SIZE] ^= (byte) (0x80 >>> bit % Byte.SIZE);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
