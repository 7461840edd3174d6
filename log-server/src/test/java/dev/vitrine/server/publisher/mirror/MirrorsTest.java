package dev.vitrine.server.publisher.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.server.Entries;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.TestServers;
import dev.vitrine.server.publisher.MirrorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server makes of each answer of a mirror. */
@Timeout(60)
class MirrorsTest {
  @TempDir Path folder;
  private FakeMirror mirror;

  @BeforeEach
  void start() throws IOException {
    mirror = new FakeMirror();
  }

  @AfterEach
  void stop() {
    mirror.close();
  }

  private LogServer server(String... more) throws IOException {
    Path policy = folder.resolve("mirrors");
    Files.writeString(policy, mirror.policy());
    String[] settings = new String[more.length + 4];
    System.arraycopy(more, 0, settings, 0, more.length);
    settings[more.length] = "mirror.policy-file";
    settings[more.length + 1] = policy.toString();
    settings[more.length + 2] = "mirror.interval";
    settings[more.length + 3] = "10ms";
    return TestServers.start(folder.resolve("data"), settings);
  }

  private static MirrorState state(LogServer server) {
    return server.context().admin().status().mirrors().get(0);
  }

  private static void awaitHeld(LogServer server, long size) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(state(server).heldSize()).isEqualTo(size));
  }

  private static String scrape(LogServer server) {
    return server.context().metrics().scrape();
  }

  @Test
  void mirror_thatTakesEverything_isKeptAtTheVisibleCheckpoint() throws Exception {
    try (LogServer server = server()) {
      assertThat(state(server).heldSize()).isEqualTo(-1);
      TestServers.publish(server, Entries.range(0, 300));
      awaitHeld(server, 300);
      TestServers.publish(server, Entries.range(300, 301));
      awaitHeld(server, 301);

      assertThat(mirror.held()).isEqualTo(301);
      assertThat(state(server).nextEntry()).isEqualTo(301);
      assertThat(state(server).lastError()).isEmpty();
      assertThat(state(server).lastSuccessUnixSeconds()).isPositive();
      assertThat(scrape(server))
          .containsPattern("vitrine_mirror_pushes_total\\{mirror=\"m\",outcome=\"held\"\\} [1-9]")
          .contains("vitrine_mirror_size{mirror=\"m\"} 301.0");
    }
  }

  @Test
  void restart_goesOnWhereTheMirrorStands() throws Exception {
    try (LogServer server = server()) {
      TestServers.publish(server, Entries.range(0, 10));
      awaitHeld(server, 10);
    }
    try (LogServer server = server()) {
      awaitHeld(server, 10);
      TestServers.publish(server, Entries.range(10, 20));
      awaitHeld(server, 20);
    }
  }

  @Test
  void mirror_thatDoesNotAnswer_holdsUpNeitherPublicationNorTheStop() throws Exception {
    mirror.hold();
    try (LogServer server = server()) {
      for (int i = 0; i < 20; i++) {
        TestServers.publish(server, Entries.range(i, i + 1));
      }
      assertThat(server.context().checkpoints().visible().orElseThrow().size()).isEqualTo(20);
      await().until(() -> mirror.requests() > 0);
      assertThat(state(server).heldSize()).isEqualTo(-1);
    }
    assertThat(mirror.requests()).isEqualTo(1);
  }

  @Test
  void mirror_thatAnswersTooLate_isUnreachableAndTriedAgain() throws Exception {
    mirror.hold();
    try (LogServer server = server("mirror.timeout", "200ms")) {
      TestServers.publish(server, Entries.range(0, 3));
      await().until(() -> !state(server).lastError().isEmpty());
      assertThat(scrape(server)).contains("outcome=\"unreachable\"");
      mirror.release();
      awaitHeld(server, 3);
      assertThat(state(server).lastError()).isEmpty();
    }
  }

  @Test
  void mirror_thatIsBusy_restsForItsRetryAfter() throws Exception {
    mirror.answer(503, "later\n", "Retry-After", "3600");
    try (LogServer server = server()) {
      TestServers.publish(server, Entries.range(0, 3));
      await().until(() -> state(server).lastError().contains("503"));
      TestServers.publish(server, Entries.range(3, 6));
      assertThat(mirror.requests()).isEqualTo(1);
    }
  }

  @Test
  void mirror_thatRefuses_isToldAgainAfterARest() throws Exception {
    mirror.answer(500, "no\n");
    try (LogServer server = server()) {
      TestServers.publish(server, Entries.range(0, 3));
      awaitHeld(server, 3);
      assertThat(scrape(server))
          .contains("vitrine_mirror_pushes_total{mirror=\"m\",outcome=\"refused\"} 1.0");
    }
  }

  @Test
  void cosignature_byAnotherKey_isNoPromise() throws Exception {
    mirror.signWithAnotherKey();
    try (LogServer server = server()) {
      TestServers.publish(server, Entries.range(0, 3));
      await().until(() -> !state(server).lastError().isEmpty());
      assertThat(state(server).heldSize()).isEqualTo(-1);
      mirror.signWithItsKey();
      awaitHeld(server, 3);
    }
  }

  @Test
  void mirror_thatIsAhead_isToldToTheOperatorAndTheLogGoesOn() throws Exception {
    mirror.answer(409, "4000\n0\n\n", "Content-Type", "text/x.tlog.mirror-info");
    try (LogServer server = server()) {
      TestServers.publish(server, Entries.range(0, 3));
      await().until(() -> scrape(server).contains("outcome=\"ahead\""));
      TestServers.publish(server, Entries.range(3, 6));
      awaitHeld(server, 6);
    }
  }

  @Test
  void policy_withAMirrorWithoutUrl_refusesTheStart() throws Exception {
    Path policy = folder.resolve("none");
    Files.writeString(policy, mirror.policy().replaceAll(" http[^\n]*", ""));
    assertThatThrownBy(
            () ->
                TestServers.start(folder.resolve("data"), "mirror.policy-file", policy.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("mirror.policy-file")
        .hasMessageContaining("no URL");
  }
}
