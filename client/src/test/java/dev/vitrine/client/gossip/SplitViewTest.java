package dev.vitrine.client.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.monitor.Alert;
import dev.vitrine.client.monitor.AlertSink;
import dev.vitrine.client.monitor.LogMonitor;
import dev.vitrine.client.monitor.Monitor;
import dev.vitrine.client.monitor.MonitorState;
import dev.vitrine.client.monitor.MonitoredLog;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.RefusalException;
import dev.vitrine.client.witness.SeenHeads;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.client.witness.Witness;
import dev.vitrine.note.SignatureType;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One log that shows the left monitor one history and the right monitor another. */
@Timeout(60)
class SplitViewTest {
  @TempDir Path folder;

  private final FakeLog left = FakeLog.named("log.example/forked");
  private final FakeLog right = FakeLog.with(left.key());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Party leftParty;
  private Party rightParty;

  @BeforeEach
  void start() throws Exception {
    left.append(300, "common").append(20, "left").publishAll();
    right.append(300, "common").append(50, "right").publishAll();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void monitors_thatSawOneHistoryEach_bothFindTheForkInOneRound() throws Exception {
    leftParty = new Party("left", left, List.of());
    rightParty = new Party("right", right, List.of(URI.create(leftParty.url())));
    leftParty.log.look();
    rightParty.log.look();

    rightParty.monitor.gossip().round();
    // The alert of what was pushed to it.
    leftParty.monitor.gossip().round();

    assertThat(leftParty.evidence.ids()).hasSize(1).isEqualTo(rightParty.evidence.ids());
    for (Party party : List.of(leftParty, rightParty)) {
      assertThat(party.alerts).extracting(alert -> alert.finding().rule()).containsExactly("FORK");
      String id = party.evidence.ids().get(0);
      String served = Http.get(party.url() + "/gossip/v1/evidence/" + id).body();
      ForkEvidence.parse(served).verify();
    }
  }

  @Test
  void evidence_keptByAProcessThatDiedBeforeItsNextRound_isAnAlertOfTheNextProcess()
      throws Exception {
    leftParty = new Party("left", left, List.of());
    rightParty = new Party("right", right, List.of(URI.create(leftParty.url())));
    leftParty.log.look();
    rightParty.log.look();
    rightParty.monitor.gossip().round();
    assertThat(leftParty.evidence.ids()).hasSize(1);
    assertThat(leftParty.alerts).isEmpty();

    leftParty.die();
    for (int process = 0; process < 2; process++) {
      leftParty = new Party("left", left, List.of(), leftParty);
      leftParty.monitor.round();
      leftParty.die();
    }
    assertThat(leftParty.alerts)
        .extracting(alert -> alert.finding().rule())
        .containsExactly("FORK");
  }

  @Test
  void monitors_onTheSameHistory_findNothingWhateverTheirSizes() throws Exception {
    FakeLog behind = FakeLog.with(left.key()).append(300, "common").publish(200);
    rightParty = new Party("right", behind, List.of());
    leftParty = new Party("left", left, List.of(URI.create(rightParty.url())));
    leftParty.log.look();
    rightParty.log.look();
    leftParty.monitor.gossip().round();

    assertThat(leftParty.alerts).isEmpty();
  }

  @Test
  void head_nobodySigned_isNoEvidenceOfAnything() throws Exception {
    leftParty = new Party("left", left, List.of());
    leftParty.log.look();
    FakeLog impostor = FakeLog.named(left.origin()).append(320, "lie");
    leftParty.monitor.gossip().offer(List.of(impostor.checkpoint(320)));
    leftParty.monitor.gossip().round();

    assertThat(leftParty.alerts).isEmpty();
  }

  @Test
  void queue_isNotFilledByHeadsTheLogDidNotSign() throws Exception {
    leftParty = new Party("left", left, List.of());
    leftParty.log.look();
    FakeLog impostor = FakeLog.named(left.origin()).append(320, "lie");
    leftParty
        .monitor
        .gossip()
        .offer(java.util.Collections.nCopies(20_000, impostor.checkpoint(320)));
    leftParty.monitor.gossip().offer(List.of(right.checkpoint(320)));
    leftParty.monitor.gossip().round();

    assertThat(leftParty.alerts)
        .extracting(alert -> alert.finding().rule())
        .containsExactly("FORK");
  }

  @Test
  void message_malformed_isAnswered400() throws Exception {
    leftParty = new Party("left", left, List.of());
    String url = leftParty.url() + "/gossip/v1/heads";
    for (String body : List.of("", "{}", "{\"heads\":1}", "{\"heads\":[\"no\"]}", "[[[[")) {
      assertThat(
              Http.post(url, body.getBytes(java.nio.charset.StandardCharsets.UTF_8)).statusCode())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(Http.get(leftParty.url() + "/gossip/v1/evidence/../../etc").statusCode())
        .isEqualTo(404);
  }

  @Test
  void witness_sharedByBoth_refusesTheSecondHistory() throws Exception {
    Cosigner cosigner =
        new Cosigner(
            List.of(FakeLog.newKey("witness.example/w", SignatureType.ED25519_COSIGNATURE)));
    try (Witness witness =
        Witness.open(
            cosigner, folder.resolve("w"), 10, InstantSource.system(), (watched, head) -> {})) {
      witness.watch(new WatchedLog(left.origin(), List.of(left.verifierKey()), 10));
      assertThat(witness.addCheckpoint(left.addCheckpoint(0, 320))).hasSize(1);

      RefusalException asNew =
          catchThrowableOfType(
              RefusalException.class, () -> witness.addCheckpoint(right.addCheckpoint(0, 350)));
      RefusalException asGrowth =
          catchThrowableOfType(
              RefusalException.class, () -> witness.addCheckpoint(right.addCheckpoint(320, 350)));

      assertThat(asNew.status()).isEqualTo(409);
      assertThat(asGrowth.status()).isEqualTo(422);
    }
  }

  @Test
  void witness_shownTwoRootsOfOneSize_keepsEvidenceThatVerifies() throws Exception {
    EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
    SeenHeads seen = new SeenHeads(evidence);
    Cosigner cosigner =
        new Cosigner(
            List.of(FakeLog.newKey("witness.example/w", SignatureType.ED25519_COSIGNATURE)));
    try (Witness witness =
        Witness.open(cosigner, folder.resolve("w"), 10, InstantSource.system(), seen)) {
      witness.watch(new WatchedLog(left.origin(), List.of(left.verifierKey()), 10));
      witness.addCheckpoint(left.addCheckpoint(0, 310));
      assertThatThrownBy(() -> witness.addCheckpoint(right.addCheckpoint(310, 350)))
          .isInstanceOf(RefusalException.class);
      assertThat(evidence.ids()).isEmpty();
      assertThatThrownBy(() -> witness.addCheckpoint(right.addCheckpoint(0, 310)))
          .isInstanceOf(RefusalException.class);
    }
    String id = evidence.ids().get(0);
    String text =
        new String(evidence.read(id).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
    ForkEvidence.parse(text).verify();
    assertThat(seen.all()).hasSize(2);
  }

  private final class Party {
    private final List<Alert> alerts;
    private final MonitorState state;
    private final EvidenceFolder evidence;
    private final LogMonitor log;
    private final Monitor monitor;
    private final HttpEndpoint endpoint;

    Party(String name, FakeLog seen, List<URI> peers) throws IOException {
      this(name, seen, peers, new ArrayList<>());
    }

    /** The same party in its next process. */
    Party(String name, FakeLog seen, List<URI> peers, Party before) throws IOException {
      this(name, seen, peers, before.alerts);
    }

    private Party(String name, FakeLog seen, List<URI> peers, List<Alert> alerts)
        throws IOException {
      this.alerts = alerts;
      HttpEndpoint served = seen.serve();
      open.add(served);
      Path own = Files.createDirectories(folder.resolve(name));
      evidence = new EvidenceFolder(own.resolve("evidence"));
      RemoteLog remote = new RemoteLog(List.of(URI.create(served.url())), Duration.ofSeconds(5));
      state = MonitorState.open(own);
      open.add(state);
      log =
          new LogMonitor(
              new MonitoredLog(remote, List.of(seen.verifierKey()), false, Duration.ZERO, 4),
              state,
              List.of(),
              List.of(new Collecting()),
              InstantSource.system(),
              this::keep);
      monitor =
          new Monitor(
              List.of(log),
              peers.stream().map(url -> new GossipPeer(url, Duration.ofSeconds(5))).toList(),
              evidence);
      endpoint =
          HttpEndpoint.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              4,
              monitor.gossip().routes());
      open.add(endpoint);
    }

    String url() {
      return endpoint.url();
    }

    void die() throws IOException {
      endpoint.close();
      state.close();
    }

    private void keep(ForkEvidence found) {
      try {
        evidence.keep(found);
      } catch (Exception e) {
        throw new AssertionError(e);
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
}
