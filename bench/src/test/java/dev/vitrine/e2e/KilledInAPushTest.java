package dev.vitrine.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.bench.process.ServerProcess;
import dev.vitrine.client.AppendSession;
import dev.vitrine.client.FileTrustStore;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.Main;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server pushes to a mirror, and each of the two processes is killed (-9) in the middle of it:
 * both go on, and the copy is the log.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KilledInAPushTest {
  // Eight requests of 32 bundles, between which to be killed.
  private static final int ENTRIES = 60_000;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private SignerKey mirrorKey;
  private RunningProcess server;
  private RunningProcess mirror;
  private String origin = "";
  private int port;
  private final List<VerifierKey> logKeys = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    mirrorKey = SignerKey.generate("mirror.example/m", SignatureType.ED25519_COSIGNATURE);
    Files.writeString(folder.resolve("key"), mirrorKey.encodePrivate());
    port = ServerProcess.freePort();
    Files.writeString(
        folder.resolve("mirrors"),
        "witness m " + mirrorKey.verifierKey() + " http://127.0.0.1:" + port + "\nquorum none\n");
    Files.writeString(
        folder.resolve("server.yaml"),
        """
        data-folder: %s
        listen: 127.0.0.1:0
        admin-listen: "off"
        admission: open
        mirror:
          policy-file: %s
          interval: 10ms
          timeout: 5s
        """
            .formatted(folder.resolve("data"), folder.resolve("mirrors")));
    String address = startServer();
    List<String> vkeys = server.seen("vkey");
    StringBuilder policy = new StringBuilder();
    for (String vkey : vkeys) {
      logKeys.add(VerifierKey.parse(vkey));
      policy.append("log ").append(vkey).append('\n');
    }
    origin = logKeys.get(0).name();
    Files.writeString(folder.resolve("policy"), policy + "quorum none\n");
    fill(address, vkeys);
  }

  @AfterEach
  void stop() {
    server.close();
    mirror.close();
  }

  @Test
  void mirrorAndServer_eachKilledInTheMiddle_goOnAndTheCopyIsTheLog() throws Exception {
    startMirror();
    awaitInTheMiddle(0);
    mirror.killAfter(0);
    long held = frontier();
    requireInTheMiddle(held);

    startMirror();
    awaitInTheMiddle(held);
    server.killAfter(0);
    requireInTheMiddle(frontier());

    startServer();
    await().atMost(LONG).until(() -> shownSize() == ENTRIES);
    requireCopy();
  }

  private void awaitInTheMiddle(long after) {
    await().pollInterval(Duration.ofMillis(1)).atMost(LONG).until(() -> frontier() > after);
  }

  private void requireInTheMiddle(long held) throws Exception {
    assertThat(held).as("held when killed").isBetween(1L, ENTRIES - 1L);
    assertThat(shownSize()).as("promised").isLessThanOrEqualTo(held);
  }

  private long shownSize() throws Exception {
    return Files.exists(copy().resolve("checkpoint")) ? shown().checkpoint().size() : 0;
  }

  private SignedCheckpoint shown() throws Exception {
    return SignedCheckpoint.parse(Files.readAllBytes(copy().resolve("checkpoint")));
  }

  private void requireCopy() throws Exception {
    SignedCheckpoint shown = shown();
    shown.verify(mirrorKey.verifierKey());
    shown.verify(logKeys);
    assertThat(shown.checkpoint().size()).isEqualTo(ENTRIES);
    VerifyingTileReader held =
        new VerifyingTileReader(new FolderTileSource(copy()), ENTRIES, shown.checkpoint().root());
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(held.bundle(i / TileId.FULL_WIDTH).entry(i % TileId.FULL_WIDTH))
          .isEqualTo(entry(i));
    }
  }

  private void fill(String address, List<String> vkeys) throws Exception {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    try (LogClient client =
            LogClient.builder()
                .log(address)
                .appendTo("grpc://" + URI.create(address).getAuthority())
                .vkeys(vkeys.toArray(String[]::new))
                .trustStore(FileTrustStore.in(folder.resolve("trust")))
                .build();
        AppendSession session = client.appends()) {
      for (int i = 0; i < ENTRIES; i++) {
        answers.add(session.append(entry(i)));
      }
      for (CompletableFuture<?> answer : answers) {
        answer.get(60, TimeUnit.SECONDS);
      }
      client.awaitHead(ENTRIES, LONG);
    }
  }

  private static byte[] entry(int i) {
    return ("entry %05d of a log that is pushed".formatted(i)).getBytes(UTF_8);
  }

  private long frontier() throws IOException {
    Path file = copy().resolve("frontier");
    return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).get(0)) : 0;
  }

  private Path copy() {
    return folder.resolve("state").resolve(WatchedLog.originHash(origin));
  }

  private String startServer() throws IOException {
    server =
        RunningProcess.start(
            folder.resolve("server.log"),
            Main.class,
            "--config",
            folder.resolve("server.yaml").toString());
    return server.await("address");
  }

  private void startMirror() throws IOException {
    mirror =
        RunningProcess.start(
            folder.resolve("mirror.log"),
            Vitrine.class,
            "mirror",
            "--policy",
            folder.resolve("policy").toString(),
            "--state",
            folder.resolve("state").toString(),
            "--key",
            folder.resolve("key").toString(),
            "--listen",
            "127.0.0.1:" + port);
  }
}
