package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process under pushes, pulling, and SIGKILL. */
@Timeout(120)
class MirrorKillTest {
  private static final int ROUNDS = 5;
  private static final int STEP = 400;

  /** Entries of more than the 1024 bundles after which a pull syncs. */
  private static final int BIG = 290_000;

  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a");
  private final SignerKey key =
      FakeLog.newKey("mirror.example/m", SignatureType.ED25519_COSIGNATURE);

  @Test
  void mirror_killedUnderPushes_holdsWhatItCosignedAndGoesOn() throws Exception {
    long promised = 0;
    AtomicInteger untilKill = new AtomicInteger();
    AtomicReference<MirrorProcess> running = new AtomicReference<>();
    Handler tiles = log.handler();
    Handler deadly =
        request -> {
          // While it goes on reading here, so the death is now at this step, now at that.
          if (request.path().startsWith("/tile/entries/") && untilKill.decrementAndGet() == 0) {
            new Thread(running.get()::kill, "killer").start();
          }
          return tiles.handle(request);
        };
    try (HttpEndpoint served =
        HttpEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8, deadly)) {
      for (int round = 0; round < ROUNDS; round++) {
        log.append(4_000, "entry").publishAll();
        try (MirrorProcess mirror = start()) {
          running.set(mirror);
          assertHolds(mirror, promised);
          untilKill.set(3 + 5 * round);
          long before = promised;
          promised = pushInSteps(served, mirror, promised);
          assertThat(promised).isBetween(before, log.size() - 1);
        }
      }
      log.publishAll();
      try (MirrorProcess mirror = start()) {
        assertThat(push(served, mirror).push().checkpoint().size()).isEqualTo(log.size());
        assertHolds(mirror, log.size());
      }
    }
  }

  /** At a request of the pull, or some time after it, so that a sync or the checkpoint is hit. */
  @Test
  void mirror_killedWhilePulling_holdsWhatItCosignedAndGoesOn() throws Exception {
    AtomicInteger untilKill = new AtomicInteger(Integer.MAX_VALUE);
    AtomicReference<CountDownLatch> due = new AtomicReference<>(new CountDownLatch(1));
    Handler tiles = log.handler();
    Handler deadly =
        request -> {
          if (request.path().startsWith("/tile/entries/") && untilKill.decrementAndGet() == 0) {
            due.get().countDown();
          }
          return tiles.handle(request);
        };
    long held = 0;
    try (HttpEndpoint served =
        HttpEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8, deadly)) {
      for (int round = 0; round < ROUNDS; round++) {
        log.append(round == 0 ? BIG : 4_000, "entry").publishAll();
        due.set(new CountDownLatch(1));
        // In the first round after the first sync, which comes after 1024 bundles.
        untilKill.set(round == 0 ? 1090 : 3 * round);
        try (MirrorProcess mirror = startPulling(served)) {
          assertThat(due.get().await(30, TimeUnit.SECONDS)).as("round %d", round).isTrue();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5L * round));
          mirror.kill();
        }
        long before = held;
        held = shownSize();
        assertThat(held).isBetween(before, log.size());
        assertThat(frontier()).as("the first round was not for nothing").isGreaterThan(260_000);
      }
      untilKill.set(Integer.MAX_VALUE);
      try (MirrorProcess mirror = startPulling(served)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> shownSize() == log.size());
        assertHolds(mirror, log.size());
      }
    }
  }

  @Test
  void pushCommand_againstTheProcess_endsWithTheMirrorsCosignature() throws Exception {
    log.append(700, "entry").publishAll();
    try (HttpEndpoint served = log.serve();
        MirrorProcess mirror = start()) {
      String[] arguments = {
        "mirror",
        "push",
        "--log",
        served.url(),
        "--to",
        mirror.url(),
        "--mirror-key",
        key.verifierKey().toString()
      };
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exitCode = Vitrine.run(new PrintWriter(out), new PrintWriter(err, true), arguments);
      assertThat(exitCode).as(err.toString()).isZero();
      assertHolds(mirror, 700);
    }
  }

  /** Pushes ever larger trees until the mirror is gone; returns the last size it cosigned. */
  private long pushInSteps(HttpEndpoint served, MirrorProcess mirror, long from) {
    long cosigned = from;
    MirrorPush push = push(served, mirror);
    try {
      for (long size = Math.min(from + STEP, log.size()); ; size += STEP) {
        log.publish(Math.min(size, log.size()));
        cosigned = push.push().checkpoint().size();
        if (cosigned == log.size()) {
          return cosigned;
        }
      }
    } catch (IOException e) {
      // Killed under it.
      return cosigned;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertHolds(MirrorProcess mirror, long promised) throws Exception {
    String prefix = mirror.url() + "/" + WatchedLog.originHash(log.origin()) + "/";
    HttpResponse<String> answer = Http.get(prefix + "checkpoint");
    if (promised == 0 && answer.statusCode() == 404) {
      return;
    }
    SignedCheckpoint shown = SignedCheckpoint.parse(answer.body().getBytes(UTF_8));
    assertThat(shown.verify(key.verifierKey(), log.verifierKey()).verified()).hasSize(2);
    assertThat(shown.checkpoint().size()).isGreaterThanOrEqualTo(promised);
    RemoteLog copy = new RemoteLog(List.of(URI.create(prefix)), Duration.ofSeconds(10));
    long[] entries = {0};
    new Follower(copy, 16)
        .entries(0, shown.checkpoint(), batch -> entries[0] += batch.end() - batch.start());
    assertThat(entries[0]).isEqualTo(shown.checkpoint().size());
  }

  private MirrorPush push(HttpEndpoint served, MirrorProcess mirror) {
    return new MirrorPush(
        new RemoteLog(List.of(URI.create(served.url())), Duration.ofSeconds(10)),
        URI.create(mirror.url()),
        List.of(key.verifierKey()),
        Duration.ofSeconds(10));
  }

  private long shownSize() throws Exception {
    Path file = copy().resolve("checkpoint");
    return Files.exists(file)
        ? SignedCheckpoint.parse(Files.readAllBytes(file)).checkpoint().size()
        : 0;
  }

  private long frontier() throws IOException {
    return Long.parseLong(Files.readAllLines(copy().resolve("frontier")).get(0));
  }

  private Path copy() {
    return folder.resolve("state").resolve(WatchedLog.originHash(log.origin()));
  }

  private MirrorProcess startPulling(HttpEndpoint served) throws IOException {
    return MirrorProcess.start(
        folder, key.encodePrivate(), log.verifierKey() + " " + served.url() + "/");
  }

  private MirrorProcess start() throws IOException {
    return MirrorProcess.start(folder, key.encodePrivate(), log.verifierKey().toString());
  }
}
