package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SelectorsTest {
  @Test
  void endSelectors_ofAClientInUse_endsItsThread() throws Exception {
    FutureTask<List<Thread>> work = new FutureTask<>(SelectorsTest::startAndEnd);
    // In a group of its own, so that no other test's client is ended.
    new Thread(new ThreadGroup("selectors"), work).start();
    List<Thread> selectors = work.get(30, TimeUnit.SECONDS);
    assertThat(selectors).isNotEmpty();
    for (Thread selector : selectors) {
      selector.join(10_000);
      assertThat(selector.isAlive()).as(selector.getName()).isFalse();
    }
  }

  private static List<Thread> startAndEnd() {
    HttpClient client = HttpClient.newHttpClient();
    Thread[] threads = new Thread[Thread.activeCount() + 8];
    Thread.enumerate(threads);
    Vitrine.endSelectors();
    assertThat(client.version()).isNotNull();
    return Arrays.stream(threads)
        .filter(Objects::nonNull)
        .filter(thread -> thread.getName().endsWith("SelectorManager"))
        .toList();
  }
}
