package dev.vitrine.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FollowerTest {
  private static final int BUNDLES = 12;
  private static final int AHEAD = 4;

  @Test
  void bundles_thatAreLong_areHandedOverAndNotFetchedAhead() throws Exception {
    FakeLog log = FakeLog.named("log.example/long");
    for (int i = 0; i < BUNDLES * 256; i++) {
      // From the third bundle on each is over a quarter of what may be fetched ahead.
      log.append(new byte[i < 512 ? 10 : Follower.MAX_AHEAD_BYTES / AHEAD / 256 + i % 7]);
    }
    Map<String, Integer> asked = Collections.synchronizedMap(new HashMap<>());
    Handler honest = log.handler();
    try (HttpEndpoint endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            8,
            request -> {
              asked.merge(request.path(), 1, Integer::sum);
              return honest.handle(request);
            })) {
      RemoteLog remote = new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(20));
      long[] next = {0};
      new Follower(remote, AHEAD)
          .entries(
              0,
              log.checkpoint(log.size()).checkpoint(),
              batch -> {
                assertThat(batch.start()).isEqualTo(next[0]);
                assertThat(batch.entry(batch.end() - 1)).hasSizeGreaterThan(9);
                next[0] = batch.end();
              });
      assertThat(next[0]).isEqualTo(log.size());
    }
    // Those that were under way when the first long one came, and no others, are fetched twice.
    int bundleRequests =
        asked.entrySet().stream()
            .filter(request -> request.getKey().startsWith("/tile/entries/"))
            .mapToInt(Map.Entry::getValue)
            .sum();
    assertThat(bundleRequests - BUNDLES).isBetween(1, AHEAD);
  }
}
