package dev.vitrine.client.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A listener with a bounded pool; see the package for what it promises. */
public final class HttpEndpoint implements AutoCloseable {
  /** A request that has not wholly arrived after this long is cut. */
  public static final int MAX_REQUEST_SECONDS = 15;

  /** An answer the peer has not taken after this long is cut. */
  public static final int MAX_RESPONSE_SECONDS = 60;

  /** Requests that may wait for a thread; those beyond it are answered 503 at once. */
  public static final int QUEUE = 1024;

  private static final int BACKLOG = 1024;
  private static final int DRAIN_LIMIT = 1 << 20;
  private static final Logger LOGGER = Logger.getLogger(HttpEndpoint.class.getName());

  static {
    // The JDK's server takes its limits from system properties, once, when it is first loaded.
    setDefault("sun.net.httpserver.maxReqTime", MAX_REQUEST_SECONDS);
    setDefault("sun.net.httpserver.maxRspTime", MAX_RESPONSE_SECONDS);
    setDefault("sun.net.httpserver.maxReqHeaders", 100);
    setDefault("jdk.httpserver.maxConnections", 4096);
    // Without it every keep-alive answer waits 40 ms for a delayed ACK.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static final int TURNING_AWAY = 2;

  private final HttpServer server;
  private final ThreadPoolExecutor pool;
  private final ThreadPoolExecutor overflow;

  private HttpEndpoint(HttpServer server, ThreadPoolExecutor pool, ThreadPoolExecutor overflow) {
    this.server = server;
    this.pool = pool;
    this.overflow = overflow;
  }

  /**
   * Listens at once.
   *
   * @param address port 0 takes a free one, see {@link #port()}
   * @param threads most requests handled at the same time, at least 1
   */
  public static HttpEndpoint start(InetSocketAddress address, int threads, Handler handler)
      throws IOException {
    return start(address, threads, QUEUE, handler);
  }

  /**
   * @param queue most requests that wait for a thread
   */
  static HttpEndpoint start(InetSocketAddress address, int threads, int queue, Handler handler)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    // The server hands over a request unread, and closes the connection if nobody takes it: a few
    // threads that do nothing else tell the peer why. They are bounded in their turn.
    ThreadPoolExecutor overflow = pool(TURNING_AWAY, QUEUE, TurningAway::new);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        pool(threads, queue, task -> new Thread(task, "http-" + number.incrementAndGet()));
    pool.setRejectedExecutionHandler((task, full) -> overflow.execute(task));
    server.setExecutor(pool);
    server.createContext("/", exchange -> serve(exchange, handler));
    server.start();
    return new HttpEndpoint(server, pool, overflow);
  }

  /** Requests that wait for a thread now. */
  int waiting() {
    return pool.getQueue().size();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    String host = server.getAddress().getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /** Takes no more requests, lets running ones end for a second, then stops. */
  @Override
  public void close() {
    server.stop(pool.getActiveCount() == 0 ? 0 : 1);
    pool.shutdownNow();
    overflow.shutdownNow();
  }

  private static void serve(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      if (Thread.currentThread() instanceof TurningAway) {
        exchange.getResponseHeaders().set("Connection", "close");
        send(exchange, Response.text(503, "busy\n").with("Retry-After", "1"));
      } else {
        write(exchange, answer(request(exchange), handler));
      }
    }
  }

  private static Response answer(Request request, Handler handler) {
    try {
      return handler.handle(request);
    } catch (BodyTooLargeException e) {
      return Response.text(413, e.getMessage() + "\n");
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, request.method() + " " + request.path() + " failed", e);
      return Response.text(500, "internal error\n");
    }
  }

  private static Request request(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                headers.put(name.toLowerCase(Locale.ROOT), values.get(0));
              }
            });
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        headers,
        exchange.getRequestBody());
  }

  private static void write(HttpExchange exchange, Response response) throws IOException {
    // An unread rest of the body would be taken for the next request on this connection.
    if (!isDrained(exchange.getRequestBody())) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    send(exchange, response);
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || response.body().length == 0;
    exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.body().length);
    if (!bodiless) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(response.body());
      }
    }
  }

  private static boolean isDrained(InputStream body) throws IOException {
    byte[] rest = new byte[8192];
    int left = DRAIN_LIMIT;
    while (left > 0) {
      // Not skip(), which on this stream knows nothing of the body's end.
      int read = body.read(rest);
      if (read < 0) {
        return true;
      }
      left -= read;
    }
    return false;
  }

  private static ThreadPoolExecutor pool(int threads, int queue, ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread = factory.newThread(task);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static void setDefault(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** A thread whose requests are answered 503. */
  private static final class TurningAway extends Thread {
    TurningAway(Runnable task) {
      super(task, "http-busy");
    }
  }
}
