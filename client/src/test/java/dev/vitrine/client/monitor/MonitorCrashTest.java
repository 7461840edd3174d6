package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crash at every point of a monitor's life. It has one thread that writes; its alert files only
 * grow, and its state changes at commits alone. So what a kill leaves is what they held between two
 * writes, or a part of the last one: all of these are put before a new monitor, which must end with
 * exactly the alerts there are to give.
 */
@Timeout(60)
class MonitorCrashTest {
  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final List<String> EXPECTED =
      List.of(
          "NOT_ADMISSIBLE 0",
          "ENTRY_UNREADABLE 0",
          "NOT_ADMISSIBLE 1",
          "ENTRY_UNREADABLE 1",
          "LOG_UNREACHABLE -",
          "NOT_ADMISSIBLE 2",
          "ENTRY_UNREADABLE 2",
          "NOT_ADMISSIBLE 3",
          "ENTRY_UNREADABLE 3",
          "LOG_STOPPED -",
          "FORK -");

  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(4, "garbage");
  private final FakeLog other = FakeLog.with(log.key()).append(5, "other garbage");
  private final List<HttpEndpoint> endpoints = new ArrayList<>();
  private final List<Scene> scenes = new ArrayList<>();
  private final CrashPoints points = new CrashPoints();

  @BeforeEach
  void scenes() throws IOException {
    scene(Duration.ZERO, serve(log, 2));
    scene(Duration.ofMinutes(5), request -> Response.text(403, "no\n"));
    scene(Duration.ofMinutes(10), serve(log, 4));
    scene(Duration.ofHours(26), serve(log, 4));
    scene(Duration.ofHours(27), serve(other, 5));
  }

  @AfterEach
  void close() {
    endpoints.forEach(HttpEndpoint::close);
  }

  @Test
  void crash_atAnyPoint_losesNoAlertAndRepeatsNone() throws Exception {
    Path whole = Files.createDirectories(folder.resolve("whole"));
    List<Alert> recorded = new ArrayList<>();
    live(whole, 0, Duration.ZERO, recorded, true);
    requireExactly(whole, recorded, 0);
    List<CrashPoints.Crash> crashes = points.crashes();
    int stateBeforeFork = points.stateBefore(scenes.size() - 1);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> lives = new ArrayList<>();
      for (CrashPoints.Crash crash : crashes) {
        lives.add(pool.submit(() -> requireSurvived(whole, crash, recorded, stateBeforeFork)));
      }
      for (Future<?> life : lives) {
        life.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(crashes).hasSizeGreaterThan(200);
  }

  private Void requireSurvived(
      Path whole, CrashPoints.Crash crash, List<Alert> recorded, int stateBeforeFork)
      throws Exception {
    Path after = Files.createDirectories(folder.resolve(crash.toString()));
    for (CrashPoints.File file : CrashPoints.File.values()) {
      byte[] bytes = Files.readAllBytes(file.in(whole));
      Files.write(file.in(after), Arrays.copyOf(bytes, crash.length(file)));
    }
    points.state(crash).write(after);
    if (crash.scene() == scenes.size() - 1 && crash.state() != stateBeforeFork) {
      copyEvidence(whole, after);
    }
    List<Alert> received = new ArrayList<>(recorded.subList(0, crash.recorded()));
    try {
      live(after, crash.scene(), Duration.ofSeconds(30), received, false);
      requireExactly(after, received, 1);
    } catch (AssertionError | Exception e) {
      throw new AssertionError(crash.toString(), e);
    }
    return null;
  }

  /** It is kept before the alert that speaks of it is written. */
  private static void copyEvidence(Path whole, Path after) throws IOException {
    Files.createDirectories(after.resolve("evidence"));
    EvidenceFolder evidence = new EvidenceFolder(whole.resolve("evidence"));
    for (String id : evidence.ids()) {
      Path file = Path.of("evidence", id + ".fork");
      Files.copy(whole.resolve(file), after.resolve(file));
    }
  }

  /**
   * @param repeats most alerts that a sink without a memory may have been given twice
   */
  private static void requireExactly(Path state, List<Alert> received, int repeats)
      throws IOException {
    List<Alert> file =
        Files.readAllLines(CrashPoints.File.ALERTS.in(state)).stream().map(Alert::parse).toList();
    assertThat(file.stream().map(MonitorCrashTest::name).toList()).isEqualTo(EXPECTED);
    List<String> stdout = Files.readAllLines(CrashPoints.File.STDOUT.in(state));
    assertThat(stdout).isEqualTo(file.stream().map(Alert::text).toList());
    assertThat(file.stream().map(Alert::id).distinct()).hasSize(EXPECTED.size());
    List<String> once = received.stream().map(Alert::json).distinct().toList();
    assertThat(once).isEqualTo(file.stream().map(Alert::json).toList());
    assertThat(received.size() - once.size()).as("repeated").isBetween(0, repeats);
    EvidenceFolder evidence = new EvidenceFolder(state.resolve("evidence"));
    assertThat(evidence.ids()).hasSize(1);
    assertThat(evidence.read(evidence.ids().get(0)).map(bytes -> new String(bytes, UTF_8)))
        .isEqualTo(file.get(file.size() - 1).proof());
  }

  private static String name(Alert alert) {
    Finding finding = alert.finding();
    return finding.rule() + " " + (finding.index().isPresent() ? finding.index().getAsLong() : "-");
  }

  /** A process from one scene to the end. */
  private void live(Path folder, int from, Duration later, List<Alert> received, boolean watched)
      throws Exception {
    EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
    int[] scene = {from};
    Runnable note = watched ? () -> points.note(folder, received.size(), scene[0]) : () -> {};
    try (MonitorState state = MonitorState.open(folder, note);
        FileOutputStream stdout =
            new FileOutputStream(CrashPoints.File.STDOUT.in(folder).toFile(), true);
        JsonLinesSink file = new JsonLinesSink(CrashPoints.File.ALERTS.in(folder))) {
      List<AlertSink> sinks = new ArrayList<>();
      sinks.add(new RedirectedSink(CrashPoints.File.STDOUT.in(folder), stdout, AlertLine.TEXT));
      sinks.add(file);
      sinks.add(new Receiver(received));
      for (scene[0] = from; scene[0] < scenes.size(); scene[0]++) {
        note.run();
        Instant now = scenes.get(scene[0]).now().plus(later);
        new LogMonitor(
                scenes.get(scene[0]).log(),
                state,
                List.of(),
                watched
                    ? sinks.stream().<AlertSink>map(sink -> new WatchedSink(sink, note)).toList()
                    : sinks,
                () -> now,
                found -> keep(evidence, found))
            .look();
        note.run();
      }
    }
  }

  private static void keep(EvidenceFolder evidence, ForkEvidence found) {
    try {
      evidence.keep(found);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void scene(Duration after, Handler handler) throws IOException {
    HttpEndpoint endpoint =
        HttpEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8, handler);
    endpoints.add(endpoint);
    RemoteLog remote = new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(20));
    scenes.add(
        new Scene(
            new MonitoredLog(remote, List.of(log.verifierKey()), true, Duration.ofHours(24), 4),
            START.plus(after)));
  }

  private static Handler serve(FakeLog log, long size) {
    byte[] checkpoint = log.checkpoint(size).encode();
    Handler tiles = log.handler();
    return request ->
        request.path().equals("/checkpoint")
            ? Response.of(200, "text/plain", checkpoint)
            : tiles.handle(request);
  }

  /** Takes alerts and cannot tell which, as a webhook. */
  private record Receiver(List<Alert> received) implements AlertSink {
    @Override
    public String name() {
      return "receiver";
    }

    @Override
    public void deliver(Alert alert) {
      received.add(alert);
    }
  }

  private record Scene(MonitoredLog log, Instant now) {}
}
