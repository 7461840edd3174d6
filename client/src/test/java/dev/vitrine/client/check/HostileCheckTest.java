package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.cli.Vitrine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hostile log never gets VERIFIED out of {@code vitrine check}, and never keeps it waiting. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileCheckTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private final CountDownLatch stop = new CountDownLatch(1);
  private TileServer server;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    assertThat(build).isEqualTo(5);
    server = records.serve();
    file = Files.writeString(folder.resolve("setup.bin"), "the installer");
  }

  @AfterEach
  void stop() {
    stop.countDown();
    server.close();
  }

  private record Run(int exitCode, String output, long millis) {}

  private Run check(TileServer server) {
    StringWriter text = new StringWriter();
    long started = System.nanoTime();
    int exitCode =
        Vitrine.run(
            new PrintWriter(text),
            new PrintWriter(text, true),
            "check",
            file.toString(),
            "--log",
            server.url(),
            "--vkey",
            records.log.vkey(),
            "--forget",
            "--timeout",
            "1");
    return new Run(exitCode, text.toString(), (System.nanoTime() - started) / 1_000_000);
  }

  /** Resource by resource at the same time, each on a server of its own: most of it is waiting. */
  @Test
  void everyLie_onEveryResource_isRefusedInTime() throws Exception {
    assertThat(check(server).exitCode()).isZero();
    List<String> resources = List.copyOf(new TreeSet<>(server.requests()));
    assertThat(resources).contains("checkpoint", "v1/lookup").hasSizeGreaterThan(3);
    Map<String, String> failures = new ConcurrentSkipListMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(resources.size());
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (String resource : resources) {
        tasks.add(() -> refuseEveryLie(resource, failures));
      }
      for (Future<Void> task : pool.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(failures).isEmpty();
  }

  private Void refuseEveryLie(String resource, Map<String, String> failures) throws IOException {
    Map<String, HttpHandler> lies = lies(resource);
    try (TileServer liar = records.serve()) {
      lies.forEach(
          (name, lie) -> {
            liar.honest();
            liar.lie("v1/lookup", records.lookups());
            liar.lie(resource, lie);
            Run run = check(liar);
            boolean refused = run.exitCode() >= 10 && run.exitCode() <= 17;
            if (!refused || run.output().contains("VERIFIED") || run.millis() > 15_000) {
              failures.put(resource + " " + name, run.exitCode() + " " + run.output());
            }
          });
    }
    return null;
  }

  private Map<String, HttpHandler> lies(String resource) throws IOException {
    Map<String, HttpHandler> lies = new TreeMap<>();
    lies.put("endless body", this::endless);
    lies.put("slow drip", this::drip);
    lies.put("no answer", exchange -> await());
    lies.put("log-in page", body(200, "text/html", "<html>log in</html>"));
    lies.put("log-in page without type", body(200, "text/plain", "<html>log in</html>"));
    lies.put("garbage", body(200, "application/octet-stream", "\u0000\u0001garbage"));
    lies.put("empty", body(200, "application/octet-stream", ""));
    lies.put("error", body(500, "text/plain", "sorry"));
    lies.put("connection cut", HostileCheckTest::cut);
    lies.put("bomb", bomb());
    TestLog other = TestLog.of((int) records.log.size(), "other");
    if (!resource.startsWith("v1/")) {
      byte[] honest =
          resource.equals("checkpoint")
              ? records.log.head(records.log.size()).encode()
              : records.log.resource(resource, records.log.size()).orElseThrow();
      byte[] foreign =
          resource.equals("checkpoint")
              ? other.head(1).encode()
              : other.resource(resource, other.size()).orElseThrow();
      lies.put("of another tree", bytes(foreign));
      lies.put("truncated", bytes(Arrays.copyOf(honest, honest.length - 9)));
      lies.put("one bit turned", bytes(TestLog.flipped(honest, honest.length - 20)));
    }
    if (resource.equals("checkpoint")) {
      lies.put("older checkpoint", bytes(records.log.head(3).encode()));
    }
    if (resource.equals("v1/lookup")) {
      lies.put(
          "record about another file",
          body(200, "application/json", "{\"hits\":[{\"index\":1}],\"coversSize\":6}"));
      lies.put(
          "endless pages",
          body(200, "application/json", "{\"hits\":[],\"nextPageToken\":\"x\",\"coversSize\":6}"));
    }
    return lies;
  }

  private static HttpHandler body(int status, String type, String text) {
    return exchange ->
        TileServer.respond(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpHandler bytes(byte[] body) {
    return exchange -> TileServer.respond(exchange, 200, "application/octet-stream", body);
  }

  private void await() {
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] chunk = new byte[65_536];
    while (stop.getCount() > 0) {
      exchange.getResponseBody().write(chunk);
    }
  }

  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    try {
      while (!stop.await(50, TimeUnit.MILLISECONDS)) {
        body.write('a');
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cut(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 6400);
    exchange.getResponseBody().write(new byte[10]);
    exchange.getResponseBody().flush();
    throw new IOException("cut");
  }

  private static HttpHandler bomb() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      TileServer.respond(exchange, 200, "application/octet-stream", packed.toByteArray());
    };
  }
}
