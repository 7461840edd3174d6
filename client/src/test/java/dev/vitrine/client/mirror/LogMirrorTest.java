package dev.vitrine.client.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogMirrorTest {
  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a");
  private final SignerKey key =
      FakeLog.newKey("mirror.example/m", SignatureType.ED25519_COSIGNATURE);
  private HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = log.serve();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void copy_atEverySize_isServedLikeTheLogAndCosigned() throws Exception {
    try (HttpEndpoint mirror = serveMirror()) {
      String prefix = mirror.url() + "/" + WatchedLog.originHash(log.origin()) + "/";
      for (int size : new int[] {1, 255, 256, 257, 512, 700, 66_000}) {
        log.append(size - (int) log.size(), "entry").publishAll();
        SignedCheckpoint shown = mirror().pull();
        assertThat(shown.verify(log.verifierKey(), key.verifierKey()).verified()).hasSize(2);

        long[] entries = {0};
        RemoteLog copy = new RemoteLog(List.of(URI.create(prefix)), Duration.ofSeconds(5));
        new Follower(copy, 8)
            .entries(0, shown.checkpoint(), batch -> entries[0] += batch.end() - batch.start());
        assertThat(entries[0]).isEqualTo(size);
        assertThat(copy.checkpoint()).isEqualTo(shown.encode());
      }
      assertThat(Http.get(prefix + "tile/0/000.p/7").body().length()).isPositive();
      assertThat(Http.get(prefix + "tile/entries/000.p/7").statusCode()).isEqualTo(200);
      assertThat(Http.get(prefix + "tile/0/x000/000").statusCode()).isEqualTo(404);
      assertThat(Http.get(prefix + "tile/../frontier").statusCode()).isEqualTo(404);
      assertThat(Http.get(prefix + "frontier").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void copy_interruptedBeforeItsCheckpoint_goesOnFromTheLastFrontier() throws Exception {
    log.append(600, "entry").publishAll();
    MirrorFolder copy = copy();
    new Follower(remote(), 2)
        .entries(
            0,
            log.checkpoint(600).checkpoint(),
            batch -> {
              copy.append(batch.bundleStart(), batch.bundle());
              if (batch.bundleStart() == 0) {
                copy.sync();
              }
            });

    assertThat(copy().size()).isEqualTo(256);
    assertThat(copy().checkpoint()).isEmpty();
    assertThat(mirror().pull().checkpoint()).isEqualTo(log.checkpoint(600).checkpoint());
  }

  @Test
  void log_forked_leavesTheCopyAsItIs() throws Exception {
    log.append(300, "entry").publishAll();
    SignedCheckpoint shown = mirror().pull();
    endpoint.close();
    endpoint = FakeLog.with(log.key()).append(700, "other").publishAll().serve();

    assertThatThrownBy(() -> mirror().pull()).isInstanceOf(ForkException.class);
    assertThat(copy().checkpoint()).hasValue(shown);
  }

  @Test
  void head_olderThanTheCopy_isToldAndLeavesTheCopyAsItIs() throws Exception {
    log.append(300, "entry").publishAll();
    SignedCheckpoint shown = mirror().pull();
    log.publish(200);

    assertThatThrownBy(() -> mirror().pull())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the log shows size 200 (expected: >= 300");
    assertThat(copy().checkpoint()).hasValue(shown);
  }

  @Test
  void log_putBackAndGrownElsewhere_isAForkByTheCopyAlone() throws Exception {
    log.append(300, "entry").publishAll();
    SignedCheckpoint shown = mirror().pull();
    endpoint.close();
    endpoint = FakeLog.with(log.key()).append(200, "other").publishAll().serve();

    assertThatThrownBy(() -> mirror().pull()).isInstanceOf(ForkException.class);
    assertThat(copy().checkpoint()).hasValue(shown);
  }

  /** As a full disk does, at a bundle, at a tile, at the sync and at the checkpoint. */
  @Test
  void disk_thatFails_isNotTakenForHeldWhenItWorksAgain() throws Exception {
    log.append(900, "entry");
    for (String file :
        List.of(
            "tile/entries/001",
            "tile/0/001",
            "tile/entries/002",
            "tile/0/002",
            "tile/1/000.p/3",
            "frontier",
            "checkpoint")) {
      Path state = Files.createDirectory(folder.resolve(file.replace('/', '-')));
      LogMirror mirror = mirror(new MirrorFolder(state));
      log.publish(300);
      mirror.pull();
      log.publish(900);
      Path blocked = Files.createDirectories(state.resolve(file + ".tmp"));
      assertThatThrownBy(mirror::pull)
          .as(file)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("copy in " + state);
      assertThat(new MirrorFolder(state).checkpoint().orElseThrow().checkpoint().size())
          .as(file)
          .isEqualTo(300);

      Files.delete(blocked);
      assertThat(mirror.pull().checkpoint().size()).as(file).isEqualTo(900);
      VerifyingTileReader held =
          new VerifyingTileReader(new FolderTileSource(state), 900, log.root(900));
      for (int bundle = 0; bundle < 4; bundle++) {
        assertThat(held.bundle(bundle).width()).as(file).isPositive();
      }
    }
  }

  @Test
  void log_thatServesOtherEntries_isToldAndNoneOfThemKept() throws Exception {
    log.append(600, "entry").publishAll();
    Handler tiles = log.handler();
    Handler lies = FakeLog.with(log.key()).append(600, "other").publishAll().handler();
    LogMirror mirror = mirror();
    endpoint.close();
    endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()),
            4,
            request -> (request.path().equals("/tile/entries/001") ? lies : tiles).handle(request));
    assertThatThrownBy(mirror::pull)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the log serves what it did not sign: entries of tile/entries/001");
    assertThat(copyFolder().resolve("tile/entries/001")).doesNotExist();
  }

  @Test
  void log_thatFailsInBetween_isGoneOnWithWhereItFailed() throws Exception {
    log.append(2000, "entry").publishAll();
    LogMirror mirror = mirror();
    Handler tiles = log.handler();
    List<String> asked = new ArrayList<>();
    AtomicBoolean fails = new AtomicBoolean(true);
    endpoint.close();
    endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()),
            1,
            request -> {
              if (request.path().equals("/tile/entries/005") && fails.get()) {
                return Response.text(404, "gone\n");
              }
              asked.add(request.path());
              return tiles.handle(request);
            });
    assertThatThrownBy(mirror::pull).isInstanceOf(IOException.class);
    fails.set(false);
    assertThat(mirror.pull().checkpoint().size()).isEqualTo(2000);
    assertThat(asked).filteredOn("/tile/entries/000"::equals).as("asked for once").hasSize(1);
  }

  @Test
  void copy_thatWentPastAHeadInACrash_isShownAtThatHead() throws Exception {
    log.append(600, "entry").publish(300);
    mirror().pull();
    log.publish(600);
    MirrorFolder copy = copy();
    new Follower(remote(), 2)
        .entries(
            300,
            log.checkpoint(600).checkpoint(),
            batch -> copy.append(batch.bundleStart(), batch.bundle()));
    copy.sync();
    log.publish(400);

    SignedCheckpoint shown = mirror().pull();
    assertThat(shown.checkpoint()).isEqualTo(log.checkpoint(400).checkpoint());
    TileSource files = new FolderTileSource(copyFolder());
    assertThat(new VerifyingTileReader(files, 400, log.root(400)).bundle(1).width()).isEqualTo(144);
    log.publish(600);
    assertThat(mirror().pull().checkpoint().size()).isEqualTo(600);
  }

  @Test
  void clock_putBack_doesNotPutTheCosignatureBack() throws Exception {
    log.append(3, "entry").publishAll();
    mirror(copy(), () -> Instant.ofEpochSecond(5000)).pull();
    SignedCheckpoint shown = mirror(copy(), () -> Instant.ofEpochSecond(10)).pull();
    assertThat(shown.verify(key.verifierKey()).verified().get(0).timestamp()).isEqualTo(5000);
  }

  @Test
  void folder_ofAnotherLog_isToldWithWhatToDo() throws Exception {
    FakeLog other = FakeLog.named("log.example/b").append(700, "other").publishAll();
    try (HttpEndpoint elsewhere = other.serve()) {
      RemoteLog remote = new RemoteLog(List.of(URI.create(elsewhere.url())), Duration.ofSeconds(5));
      new LogMirror(
              List.of(other.verifierKey()),
              remote,
              copy(),
              Optional.empty(),
              InstantSource.system())
          .pull();
    }
    log.append(900, "entry").publishAll();
    assertThatThrownBy(() -> mirror().pull())
        .hasMessageContaining(copyFolder().toString())
        .hasMessageContaining("log.example/b")
        .hasMessageContaining("move the folder away");
    Files.delete(copyFolder().resolve("checkpoint"));
    assertThatThrownBy(() -> mirror().pull())
        .hasMessageContaining(copyFolder().toString())
        .hasMessageContaining("move the folder away");
  }

  @Test
  void checkpoint_forWhatIsNotHeld_isNotShown() throws Exception {
    log.append(3, "entry").publishAll();
    assertThatThrownBy(() -> copy().publish(log.checkpoint(3)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.exists(copyFolder().resolve("checkpoint"))).isFalse();
  }

  private HttpEndpoint serveMirror() throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8, new MirrorRoutes(folder));
  }

  private RemoteLog remote() {
    return new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5));
  }

  private Path copyFolder() {
    return folder.resolve(WatchedLog.originHash(log.origin()));
  }

  private MirrorFolder copy() throws IOException {
    return new MirrorFolder(copyFolder());
  }

  private LogMirror mirror() throws IOException {
    return mirror(copy());
  }

  private LogMirror mirror(MirrorFolder copy) {
    return mirror(copy, InstantSource.system());
  }

  private LogMirror mirror(MirrorFolder copy, InstantSource clock) {
    return new LogMirror(
        List.of(log.verifierKey()), remote(), copy, Optional.of(new Cosigner(List.of(key))), clock);
  }
}
