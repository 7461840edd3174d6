package dev.vitrine.client.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
  void head_olderThanTheCopy_leavesTheCopyAsItIs() throws Exception {
    log.append(300, "entry").publishAll();
    SignedCheckpoint shown = mirror().pull();
    log.publish(200);

    assertThat(mirror().pull()).isEqualTo(shown);
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
    return new LogMirror(
        List.of(log.verifierKey()),
        remote(),
        copy(),
        Optional.of(new Cosigner(List.of(key))),
        InstantSource.system());
  }
}
