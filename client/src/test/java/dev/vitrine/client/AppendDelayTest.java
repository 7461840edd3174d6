package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppendDelayTest {
  private static final int REFUSALS = 6;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer http;

  @BeforeEach
  void start() throws Exception {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/add",
        exchange -> {
          boolean full = requests.getAndIncrement() < REFUSALS;
          byte[] body =
              (full ? "{\"detail\":\"DISK_FULL: 512 bytes left\"}" : "{\"index\":\"7\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(full ? 429 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void append_refusedSixTimes_tellsWhyFromTheFifthAndIsTaken() throws Exception {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    String vkey =
        SignerKey.generate("example.com/log", SignatureType.ED25519).verifierKey().toString();
    try (LogClient client =
            LogClient.builder()
                .log("http://127.0.0.1:" + http.getAddress().getPort())
                .vkeys(vkey)
                .onAppendDelay(told::add)
                .build();
        AppendSession session = client.appends()) {
      assertThat(session.append(new byte[] {1}).get(30, TimeUnit.SECONDS).index()).isEqualTo(7);
    }

    assertThat(requests).hasValue(REFUSALS + 1);
    assertThat(told).hasSize(2).allMatch(why -> why.contains("DISK_FULL: 512 bytes left"));
  }
}
