package dev.vitrine.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.merkle.TreeHasher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server over a {@link TestLog}, which can be told to lie about single paths. */
public final class TileServer implements AutoCloseable {
  static {
    // Else every small answer waits 40 ms for the other side's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> lies = new ConcurrentHashMap<>();
  private final List<String> requests = java.util.Collections.synchronizedList(new ArrayList<>());
  private volatile TestLog log;
  private volatile long shown;

  public TileServer(TestLog log) throws IOException {
    this.log = log;
    this.shown = log.size();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  /** From now on shows this log, up to this size. */
  public TileServer show(TestLog other, long size) {
    log = other;
    shown = size;
    return this;
  }

  /** From now on answers a path in another way. */
  public TileServer lie(String path, HttpHandler answer) {
    lies.put(path, answer);
    return this;
  }

  public TileServer lie(String path, byte[] body) {
    return lie(path, exchange -> respond(exchange, 200, "application/octet-stream", body));
  }

  public TileServer honest() {
    lies.clear();
    return this;
  }

  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    requests.add(path);
    try (exchange) {
      HttpHandler lie = lies.get(path);
      if (lie != null) {
        lie.handle(exchange);
      } else if (path.equals("checkpoint")) {
        respond(exchange, 200, "text/plain; charset=utf-8", log.head(shown).encode());
      } else if (path.equals("add")) {
        add(exchange);
      } else {
        Optional<byte[]> resource = log.resource(path, shown);
        respond(
            exchange,
            resource.isPresent() ? 200 : 404,
            "application/octet-stream",
            resource.orElse(new byte[0]));
      }
    }
  }

  private synchronized void add(HttpExchange exchange) throws IOException {
    byte[] entry = exchange.getRequestBody().readAllBytes();
    for (int i = 0; i < log.size(); i++) {
      if (TreeHasher.leaf(log.entry(i)).equals(TreeHasher.leaf(entry))) {
        respondJson(exchange, 200, "{\"index\":%d,\"duplicate\":true}".formatted(i));
        return;
      }
    }
    long index = log.add(entry);
    shown = log.size();
    respondJson(
        exchange,
        200,
        "{\"index\":%d,\"proof\":{\"path\":[]},\"duplicate\":false}".formatted(index));
  }

  public static void respondJson(HttpExchange exchange, int status, String json)
      throws IOException {
    respond(exchange, status, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  public static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
