package dev.vitrine.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.publisher.MirrorState;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server pushes to `vitrine mirror`, a process of its own that is killed, frozen and started
 * again.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServerPushesToMirrorTest {
  @TempDir Path folder;
  private SignerKey mirrorKey;
  private int port;
  private LogServer server;
  private Process mirror;

  @BeforeEach
  void start() throws Exception {
    mirrorKey = SignerKey.generate("mirror.example/m", SignatureType.ML_DSA_44_COSIGNATURE);
    Files.writeString(folder.resolve("key"), mirrorKey.encodePrivate());
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(
        folder.resolve("mirrors"),
        "witness m " + mirrorKey.verifierKey() + " http://127.0.0.1:" + port + "\nquorum none\n");
    server =
        LogServer.start(
            Config.of(
                Map.of(
                    "data-folder", folder.resolve("data").toString(),
                    "admission", "open",
                    "checkpoint-interval", "5ms",
                    "mirror.policy-file", folder.resolve("mirrors").toString(),
                    "mirror.interval", "10ms",
                    "mirror.timeout", "2s")),
            Parts.standard(e -> {}).withApis(List.of()));
    StringBuilder policy = new StringBuilder();
    server.keys().forEach(key -> policy.append("log ").append(key).append('\n'));
    Files.writeString(folder.resolve("policy"), policy + "quorum none\n");
  }

  @AfterEach
  void stop() {
    server.close();
    if (mirror != null) {
      mirror.destroyForcibly();
    }
  }

  @Test
  void mirror_deadSlowAndRestarted_neverHoldsUpTheLogAndHoldsItAllInTheEnd() throws Exception {
    publish(0, 700);
    assertThat(state().heldSize()).as("nobody listens yet").isEqualTo(-1);

    startMirror();
    awaitHeld(700);
    publish(700, 1000);
    awaitHeld(1000);

    mirror.destroyForcibly().waitFor();
    publish(1000, 1300);
    awaitFailure();
    startMirror();
    awaitHeld(1300);

    signal("STOP");
    publish(1300, 1600);
    awaitFailure();
    publish(1600, 1700);
    signal("CONT");
    awaitHeld(1700);

    requireCopy(1700);
  }

  /**
   * Nothing can be promised between two checkpoints, so a mirror that is far behind is pushed some
   * of those on the way.
   */
  @Test
  void mirror_farBehind_cosignsCheckpointsOnTheWay() throws Exception {
    for (int size = 20_000; size <= 140_000; size += 20_000) {
      publish(size - 20_000, size);
    }
    startMirror();
    awaitHeld(140_000);
    assertThat(server.context().metrics().scrape())
        .as("60,000, 100,000, 140,000")
        .containsPattern("vitrine_mirror_pushes_total\\{mirror=\"m\",outcome=\"held\"\\} [3-9]")
        .contains("vitrine_mirror_next_entry{mirror=\"m\"} 140000.0");
    requireCopy(140_000);
  }

  /** Appends one entry each, all of which must be published while nobody waits for the mirror. */
  private void publish(int from, int to) throws Exception {
    List<Future<?>> answers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      answers.add(server.context().appender().append(entry(i)));
    }
    for (Future<?> answer : answers) {
      answer.get(30, TimeUnit.SECONDS);
    }
    server.context().checkpoints().awaitWitnessed(to - 1).get(30, TimeUnit.SECONDS);
  }

  private void requireCopy(int size) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(server.origin().getBytes(UTF_8));
    Path copy = folder.resolve("state").resolve(HexFormat.of().formatHex(hash));
    SignedCheckpoint shown = SignedCheckpoint.parse(Files.readAllBytes(copy.resolve("checkpoint")));
    shown.verify(List.of(mirrorKey.verifierKey()));
    shown.verify(server.keys());
    assertThat(shown.checkpoint().size()).isEqualTo(size);
    VerifyingTileReader held =
        new VerifyingTileReader(new FolderTileSource(copy), size, shown.checkpoint().root());
    for (int i = 0; i < size; i++) {
      assertThat(held.bundle(i / TileId.FULL_WIDTH).entry(i % TileId.FULL_WIDTH))
          .isEqualTo(entry(i));
    }
  }

  private static byte[] entry(int i) {
    return ("entry " + i).getBytes(UTF_8);
  }

  private MirrorState state() {
    return server.context().admin().status().mirrors().get(0);
  }

  private void awaitHeld(long size) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(state().heldSize()).as("%s", state()).isEqualTo(size));
  }

  private void awaitFailure() {
    await().atMost(Duration.ofSeconds(60)).until(() -> !state().lastError().isEmpty());
  }

  private void startMirror() throws IOException {
    mirror =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Vitrine.class.getName(),
                "mirror",
                "--policy",
                folder.resolve("policy").toString(),
                "--state",
                folder.resolve("state").toString(),
                "--key",
                folder.resolve("key").toString(),
                "--listen",
                "127.0.0.1:" + port)
            .redirectErrorStream(true)
            .start();
    BufferedReader output = mirror.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("listening on ")) {
      line = output.readLine();
    }
    assertThat(line).as("the mirror listens").isNotNull();
  }

  private void signal(String name) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(mirror.pid())).start().waitFor();
    assertThat(code).isZero();
  }
}
