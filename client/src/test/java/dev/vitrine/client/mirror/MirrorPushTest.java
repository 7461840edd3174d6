package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.mirror.MirrorAheadException;
import dev.vitrine.mirror.MirrorEndpoint;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.mirror.MirrorUpload;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MirrorPushTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a");
  private final SignerKey key =
      FakeLog.newKey("mirror.example/m", SignatureType.ED25519_COSIGNATURE);
  private final List<String> asked = new ArrayList<>();
  private HttpEndpoint served;
  private HttpEndpoint mirror;

  @BeforeEach
  void start() throws IOException {
    served = log.serve();
    mirror = serveMirror(folder);
  }

  @AfterEach
  void stop() {
    served.close();
    mirror.close();
  }

  @Test
  void log_thatGrows_isHeldAtEverySize() throws Exception {
    MirrorPush push = push(mirror, key.verifierKey());
    for (int size : new int[] {1, 255, 256, 300, 9_000}) {
      log.append(size - (int) log.size(), "entry").publishAll();
      SignedCheckpoint cosigned = push.push();
      assertThat(cosigned.checkpoint()).isEqualTo(log.checkpoint(size).checkpoint());
      assertThat(cosigned.verify(key.verifierKey()).verified()).hasSize(1);
    }
    assertThat(push.push().checkpoint().size()).as("nothing new").isEqualTo(9_000);
  }

  @Test
  void mirror_restarted_isAskedWhereItStands() throws Exception {
    log.append(600, "entry").publishAll();
    push(mirror, key.verifierKey()).push();
    mirror.close();
    mirror = serveMirror(folder);
    log.append(100, "entry").publishAll();

    assertThat(push(mirror, key.verifierKey()).push().checkpoint().size()).isEqualTo(700);
    assertThat(asked).filteredOn("/add-checkpoint"::equals).as("no 409").hasSize(2);
  }

  @Test
  void log_putBack_isNotPushed() throws Exception {
    log.append(600, "entry").publishAll();
    MirrorPush push = push(mirror, key.verifierKey());
    push.push();
    log.publish(500);

    assertThatThrownBy(push::push).isInstanceOf(MirrorAheadException.class);
    assertThatThrownBy(() -> push(mirror, key.verifierKey()).push())
        .isInstanceOf(MirrorAheadException.class)
        .hasMessageContaining("600");
  }

  @Test
  void cosignature_byAnotherKey_isRefused() throws Exception {
    log.append(3, "entry").publishAll();
    VerifierKey other =
        FakeLog.newKey("mirror.example/m", SignatureType.ED25519_COSIGNATURE).verifierKey();
    assertThatThrownBy(() -> push(mirror, other).push())
        .isInstanceOf(NoteVerificationException.class);
  }

  @Test
  void log_thatServesOtherEntries_isNotPushed() throws Exception {
    log.append(300, "entry").publishAll();
    FakeLog other = FakeLog.with(log.key()).append(300, "other").publishAll();
    Handler tiles = log.handler();
    Handler bundles = other.handler();
    try (HttpEndpoint mixed =
        HttpEndpoint.start(
            ANY,
            4,
            request ->
                request.path().startsWith("/tile/entries/")
                    ? bundles.handle(request)
                    : tiles.handle(request))) {
      MirrorPush push =
          new MirrorPush(remote(mixed), URI.create(mirror.url()), List.of(), Duration.ofSeconds(9));
      assertThatThrownBy(push::push).isInstanceOf(IOException.class);
    }
  }

  @Test
  void mirror_thatShowsNoProgress_isLeft() throws Exception {
    log.append(3, "entry").publishAll();
    Handler idle =
        request ->
            request.path().equals("/add-checkpoint")
                ? Response.text(200, "")
                : Response.of(409, MirrorInfo.TYPE, "3\n0\n\n");
    try (HttpEndpoint stubborn = HttpEndpoint.start(ANY, 4, idle)) {
      assertThatThrownBy(() -> push(stubborn, key.verifierKey()).push())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected: progress");
    }
  }

  /** For another content type one mirror answers 415, another 400; the spec names neither. */
  @Test
  void mirror_thatRefusesTheContentType_isLeftWithItsAnswer() throws Exception {
    log.append(3, "entry").publishAll();
    for (int status : new int[] {400, 404, 415, 422, 500}) {
      Handler refusing =
          request ->
              request.path().equals("/add-checkpoint")
                  ? Response.text(200, "")
                  : Response.text(status, "unsupported\n");
      try (HttpEndpoint mirror = HttpEndpoint.start(ANY, 4, refusing)) {
        assertThatThrownBy(() -> push(mirror, key.verifierKey()).push())
            .isInstanceOf(IOException.class)
            .hasMessageContaining("status " + status + " \"unsupported\"");
      }
    }
  }

  @Test
  void mirror_thatIsBusy_isAskedAgain() throws Exception {
    log.append(3, "entry").publishAll();
    String line =
        key.sign(log.checkpoint(3).checkpoint(), java.time.Instant.ofEpochSecond(9)).line();
    Deque<Response> answers =
        new ArrayDeque<>(
            List.of(
                Response.text(503, "later\n").with("Retry-After", "0"),
                Response.text(422, "nothing pending\n"),
                Response.text(200, ""),
                Response.text(429, "later\n").with("Retry-After", "0"),
                Response.of(202, MirrorInfo.TYPE, "3\n0\n\n"),
                Response.of(200, Response.TEXT, (line + "\n").getBytes(UTF_8))));
    try (HttpEndpoint busy = HttpEndpoint.start(ANY, 1, request -> answers.remove())) {
      push(busy, key.verifierKey()).push();
    }
    assertThat(answers).isEmpty();
  }

  /** Or the mirror of a log that never rests would never hold what it was told of. */
  @Test
  void mirror_inTheMiddleOfATree_isFilledUpToItBeforeItIsToldOfMore() throws Exception {
    log.append(10_000, "entry").publishAll();
    Interrupted endpoint = new Interrupted(new MirrorConnection(URI.create(mirror.url()), LONG), 2);
    assertThatThrownBy(() -> upload(endpoint).push(log.checkpoint(10_000), tree(10_000)))
        .hasMessage("cut off");
    log.append(2_000, "entry").publishAll();

    MirrorUpload upload = upload(endpoint);
    SignedCheckpoint first = upload.push(log.checkpoint(12_000), tree(12_000));
    assertThat(first.checkpoint()).isEqualTo(log.checkpoint(10_000).checkpoint());
    assertThat(first.verify(key.verifierKey()).verified()).hasSize(1);
    assertThat(upload.nextEntry()).isEqualTo(10_000);
    SignedCheckpoint second = upload.push(log.checkpoint(12_000), tree(12_000));
    assertThat(second.verify(key.verifierKey(), log.verifierKey()).verified()).hasSize(2);
    assertThat(second.checkpoint().size()).isEqualTo(12_000);
  }

  @Test
  void upload_duringWhichAnotherTellsTheMirrorOfMore_endsWhereItWasToEnd() throws Exception {
    log.append(12_000, "entry");
    MirrorConnection connection = new MirrorConnection(URI.create(mirror.url()), LONG);
    MirrorEndpoint disturbed =
        new MirrorEndpoint() {
          private int entries;

          @Override
          public Answer addCheckpoint(byte[] body) throws IOException {
            return connection.addCheckpoint(body);
          }

          @Override
          public Answer addEntries(byte[] body) throws IOException {
            if (++entries == 3) {
              assertThat(connection.addCheckpoint(log.addCheckpoint(10_000, 12_000)).status())
                  .isEqualTo(200);
            }
            return connection.addEntries(body);
          }
        };
    MirrorUpload upload = upload(disturbed);
    SignedCheckpoint first = upload.push(log.checkpoint(10_000), tree(10_000));
    assertThat(first.verify(key.verifierKey(), log.verifierKey()).verified()).hasSize(2);
    assertThat(upload.push(log.checkpoint(12_000), tree(12_000)).checkpoint().size())
        .isEqualTo(12_000);
  }

  @Test
  void mirror_thatLostEverything_isFilledAgain() throws Exception {
    log.append(600, "entry").publishAll();
    MirrorPush push = push(mirror, key.verifierKey());
    push.push();
    mirror.close();
    int port = mirror.port();
    mirror = serveMirror(folder.resolve("new"), port);
    log.append(100, "entry").publishAll();

    assertThat(push.push().checkpoint().size()).isEqualTo(700);
  }

  private MirrorUpload upload(MirrorEndpoint endpoint) {
    return new MirrorUpload(endpoint, List.of(key.verifierKey()));
  }

  private VerifyingTileReader tree(long size) {
    return new VerifyingTileReader(remote(served), size, log.root(size));
  }

  private HttpEndpoint serveMirror(Path state) throws IOException {
    return serveMirror(state, 0);
  }

  private HttpEndpoint serveMirror(Path state, int port) throws IOException {
    PushedLogs logs =
        new PushedLogs(
            new Cosigner(List.of(key)), state, InstantSource.system(), (log, head) -> {});
    logs.accept(new WatchedLog(log.origin(), List.of(log.verifierKey()), 1000));
    PushRoutes routes = new PushRoutes(logs);
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        4,
        request -> {
          synchronized (asked) {
            asked.add(request.path());
          }
          return routes.handle(request);
        });
  }

  private RemoteLog remote(HttpEndpoint endpoint) {
    return new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5));
  }

  private MirrorPush push(HttpEndpoint to, VerifierKey mirrorKey) {
    return new MirrorPush(
        remote(served), URI.create(to.url()), List.of(mirrorKey), Duration.ofSeconds(9));
  }

  /** Fails after a number of uploads, once. */
  private static final class Interrupted implements MirrorEndpoint {
    private final MirrorEndpoint mirror;
    private int left;

    Interrupted(MirrorEndpoint mirror, int left) {
      this.mirror = mirror;
      this.left = left;
    }

    @Override
    public Answer addCheckpoint(byte[] body) throws IOException {
      return mirror.addCheckpoint(body);
    }

    @Override
    public Answer addEntries(byte[] body) throws IOException {
      if (left-- == 0) {
        throw new IOException("cut off");
      }
      return mirror.addEntries(body);
    }
  }
}
