package dev.vitrine.client.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
  private final AtomicLong now = new AtomicLong();
  private final Handler limited =
      new AddressLimit(request -> Response.text(200, "ok\n"), new RateLimit(2, now::get), 1);

  @Test
  void posts_ofOneAddressBeyondItsShare_areAnswered429AndOthersAreNot() throws Exception {
    assertThat(status("POST", "192.0.2.1")).isEqualTo(200);
    assertThat(status("POST", "192.0.2.1")).isEqualTo(200);
    Response refused = limited.handle(request("POST", "192.0.2.1"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsEntry("Retry-After", "1");
    assertThat(status("POST", "192.0.2.2")).isEqualTo(200);
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(status("POST", "192.0.2.1")).isEqualTo(200);
  }

  @Test
  void reads_areNotCounted() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(status("GET", "192.0.2.1")).isEqualTo(200);
    }
  }

  private int status(String method, String peer) throws Exception {
    return limited.handle(request(method, peer)).status();
  }

  private static Request request(String method, String peer) {
    return new Request(method, "/", "", peer, Map.of(), InputStream.nullInputStream());
  }
}
