package dev.vitrine.client.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.mirror.LogMirror;
import dev.vitrine.client.mirror.MirrorFolder;
import dev.vitrine.client.mirror.MirrorRoutes;
import dev.vitrine.client.mirror.MirroredLog;
import dev.vitrine.client.monitor.Alert;
import dev.vitrine.client.monitor.AlertSink;
import dev.vitrine.client.monitor.LogMonitor;
import dev.vitrine.client.monitor.Monitor;
import dev.vitrine.client.monitor.MonitorState;
import dev.vitrine.client.monitor.MonitoredLog;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.SeenHeads;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.client.witness.WitnessedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One log that shows a mirror one history, and a monitor or a witness another. */
@Timeout(60)
class MirrorGossipTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path folder;

  private final FakeLog small = FakeLog.named("log.example/forked");
  private final FakeLog large = FakeLog.with(small.key());
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();

  @BeforeEach
  void start() {
    small.append(300, "common").append(20, "small").publishAll();
    large.append(300, "common").append(50, "large").publishAll();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void fork_whoseLargerHistoryAMirrorHolds_isFoundByTheMirrorAlone() throws Exception {
    Mirror mirror = new Mirror("m", large, List.of());
    // What the log serves from here on is no matter.
    large.fail(404);
    mirror.gossip.offer(List.of(small.checkpoint(320)));
    mirror.gossip.round();

    assertThat(mirror.evidence.ids()).hasSize(1);
    String served =
        Http.get(mirror.url() + "/gossip/v1/evidence/" + mirror.evidence.ids().get(0)).body();
    ForkEvidence.parse(served).verify();
  }

  @Test
  void fork_thatTheMonitorsLogRefusesToShow_isShownByTheMirror() throws Exception {
    Mirror mirror = new Mirror("m", large, List.of());
    EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
    Monitor monitor = monitor(small, List.of(URI.create(mirror.url())), evidence);
    monitor.round();

    assertThat(alerts).extracting(alert -> alert.finding().rule()).containsExactly("FORK");
    // Pushed in the same round.
    mirror.gossip.round();
    assertThat(mirror.evidence.ids()).hasSize(1).isEqualTo(evidence.ids());
    String text = new String(evidence.read(evidence.ids().get(0)).orElseThrow(), UTF_8);
    ForkEvidence.parse(text).verify();
  }

  @Test
  void fork_thatNobodyCanShow_isNoEvidence() throws Exception {
    EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
    Monitor monitor = monitor(small, List.of(), evidence);
    monitor.gossip().offer(List.of(large.checkpoint(350)));
    monitor.round();

    assertThat(alerts).isEmpty();
    assertThat(evidence.ids()).isEmpty();
  }

  @Test
  void heads_ofOneHistory_areNoForkToAnybody() throws Exception {
    FakeLog behind = FakeLog.with(small.key()).append(300, "common").publish(290);
    Mirror mirror = new Mirror("m", large, List.of());
    EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
    Monitor monitor = monitor(behind, List.of(URI.create(mirror.url())), evidence);
    monitor.round();
    mirror.gossip.round();

    assertThat(evidence.ids()).isEmpty();
    assertThat(mirror.evidence.ids()).isEmpty();
  }

  @Test
  void witness_learnsFromTheMirrorWhatItCannotDecideItself() throws Exception {
    WatchedLog watched = new WatchedLog(small.origin(), List.of(small.verifierKey()), 10);
    EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
    SeenHeads seen = new SeenHeads(evidence);
    seen.seen(watched, small.checkpoint(320));
    Gossip witness = new Gossip(List.of(new WitnessedLog(watched, seen)), List.of(), evidence);
    HttpEndpoint endpoint = serve(witness.routes());
    Mirror mirror = new Mirror("m", large, List.of(URI.create(endpoint.url())));

    mirror.gossip.round();

    assertThat(mirror.evidence.ids()).hasSize(1);
    assertThat(evidence.ids()).isEqualTo(mirror.evidence.ids());
  }

  @Test
  void copy_servesEverySizeItGrewPast() throws Exception {
    FakeLog growing = FakeLog.named("log.example/b").append(700, "x").publish(600);
    Mirror mirror = new Mirror("m", growing, List.of());
    growing.publish(650);
    mirror.pull.pull();
    RemoteLog copy =
        MirroredLog.copies(List.of(URI.create(mirror.url())), growing.origin(), PATIENCE).get(0);
    for (int size : new int[] {257, 511, 600, 601, 649, 650}) {
      dev.vitrine.client.follow.Consistency.verify(
          copy, growing.checkpoint(1), growing.checkpoint(size));
    }
  }

  private HttpEndpoint serve(dev.vitrine.client.http.Handler handler) throws IOException {
    HttpEndpoint endpoint =
        HttpEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4, handler);
    open.add(endpoint);
    return endpoint;
  }

  private Monitor monitor(FakeLog seen, List<URI> peers, EvidenceFolder evidence)
      throws IOException {
    HttpEndpoint served = seen.serve();
    open.add(served);
    MonitorState state = MonitorState.open(folder);
    open.add(state);
    MonitoredLog followed =
        new MonitoredLog(
            new RemoteLog(List.of(URI.create(served.url())), PATIENCE),
            List.of(seen.verifierKey()),
            false,
            Duration.ZERO,
            4,
            MirroredLog.copies(peers, seen.origin(), PATIENCE));
    LogMonitor log =
        new LogMonitor(
            followed,
            state,
            List.of(),
            List.of(new Collecting()),
            InstantSource.system(),
            found -> {
              try {
                evidence.keep(found);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    return new Monitor(List.of(log), GossipPeer.all(peers), evidence);
  }

  /** As {@code vitrine mirror} puts it together. */
  private final class Mirror {
    private final EvidenceFolder evidence;
    private final Gossip gossip;
    private final LogMirror pull;
    private final HttpEndpoint endpoint;

    Mirror(String name, FakeLog seen, List<URI> peers) throws Exception {
      HttpEndpoint served = seen.serve();
      open.add(served);
      Path state = Files.createDirectories(folder.resolve(name));
      Path copy = state.resolve(WatchedLog.originHash(seen.origin()));
      RemoteLog remote = new RemoteLog(List.of(URI.create(served.url())), PATIENCE);
      evidence = new EvidenceFolder(state.resolve("evidence"));
      pull =
          new LogMirror(
              List.of(seen.verifierKey()),
              remote,
              new MirrorFolder(copy),
              Optional.empty(),
              InstantSource.system());
      pull.pull();
      MirroredLog held =
          new MirroredLog(List.of(seen.verifierKey()), copy, List.of(remote), evidence);
      gossip = new Gossip(List.of(held), GossipPeer.all(peers), evidence);
      MirrorRoutes copies = new MirrorRoutes(state);
      endpoint =
          serve(
              request ->
                  request.path().startsWith("/gossip/")
                      ? gossip.routes().handle(request)
                      : copies.handle(request));
    }

    String url() {
      return endpoint.url();
    }
  }

  private final class Collecting implements AlertSink {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public void deliver(Alert alert) {
      alerts.add(alert);
    }
  }
}
