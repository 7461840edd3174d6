package dev.vitrine.bench.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.HttpLog;
import dev.vitrine.tile.TileId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlipProxyTest {

  private HttpServer log;

  @BeforeEach
  void startLog() throws Exception {
    log = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    log.createContext(
        "/tile/0/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[2]);
          exchange.close();
        });
    log.start();
  }

  @AfterEach
  void stopLog() {
    log.stop(0);
  }

  @Test
  void namedResource_hasOneBitAltered_othersPassAsTheyAre() throws Exception {
    try (FlipProxy proxy = proxy(9)) {
      HttpLog seen = seenThrough(proxy);
      assertThat(seen.read(new TileId(0, 0, 256))).containsExactly(0, 0x40);
      assertThat(seen.read(new TileId(0, 1, 256))).containsExactly(0, 0);
    }
  }

  @Test
  void negativeBit_altersNothing() throws Exception {
    try (FlipProxy proxy = proxy(-1)) {
      assertThat(seenThrough(proxy).read(new TileId(0, 0, 256))).containsExactly(0, 0);
    }
  }

  @Test
  void missingResource_isStillMissing() throws Exception {
    try (FlipProxy proxy = proxy(0)) {
      HttpLog seen = seenThrough(proxy);
      assertThatThrownBy(() -> seen.read(new TileId(1, 0, 256)))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  private FlipProxy proxy(int bit) throws Exception {
    Endpoint endpoint = Endpoint.parse("http://127.0.0.1:" + log.getAddress().getPort());
    return new FlipProxy(endpoint, 0, "tile/0/000", bit);
  }

  private static HttpLog seenThrough(FlipProxy proxy) {
    return new HttpLog(Endpoint.parse("http://127.0.0.1:" + proxy.port()));
  }
}
