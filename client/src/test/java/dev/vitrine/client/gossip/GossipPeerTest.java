package dev.vitrine.client.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.testing.StuckServer;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heads and evidence as they travel, also many of them, and a peer that does not answer. */
@Timeout(60)
class GossipPeerTest {
  @TempDir Path folder;

  private final List<SignedCheckpoint> told = new ArrayList<>();

  @Test
  void heads_moreThanOneMessageHolds_allTravelBothWays() throws Exception {
    FakeLog log = FakeLog.named("log.example/a").append(2300, "leaf");
    List<SignedCheckpoint> heads =
        IntStream.rangeClosed(1, 2300).mapToObj(log::checkpoint).toList();
    try (HttpEndpoint endpoint = serve(heads)) {
      GossipPeer peer = peer(endpoint.url());

      assertThat(peer.pull()).isEqualTo(heads);
      peer.push(heads);

      assertThat(told).isEqualTo(heads);
      assertThat(HeadsMessage.parse(Http.get(peer.url().toString()).body().getBytes()).heads())
          .hasSizeLessThanOrEqualTo(HeadsMessage.MAX_HEADS);
    }
  }

  /** Six hundred heads with a post-quantum line each are 2 MB. */
  @Test
  void heads_longerThanOneMessageMayBe_allTravelBothWays() throws Exception {
    FakeLog log = FakeLog.named("log.example/a").append(600, "leaf");
    SignerKey witness = FakeLog.newKey("witness.example/w", SignatureType.ML_DSA_44_COSIGNATURE);
    NoteSignature line = witness.sign(log.checkpoint(1).checkpoint(), Instant.ofEpochSecond(1));
    List<SignedCheckpoint> heads =
        IntStream.rangeClosed(1, 600)
            .mapToObj(size -> log.checkpoint(size).withSignatures(line))
            .toList();
    try (HttpEndpoint endpoint = serve(heads)) {
      GossipPeer peer = peer(endpoint.url());

      assertThat(peer.pull()).isEqualTo(heads);
      peer.push(heads);

      assertThat(told).isEqualTo(heads);
    }
  }

  @Test
  void heads_none_areOneEmptyMessage() throws Exception {
    try (HttpEndpoint endpoint = serve(List.of())) {
      peer(endpoint.url()).push(List.of());
      assertThat(peer(endpoint.url()).pull()).isEmpty();
      assertThat(Http.get(peer(endpoint.url()).url() + "?from=77").body())
          .isEqualTo("{\"heads\":[]}");
    }
  }

  @Test
  void peer_thatStopsInTheMiddleOfItsAnswer_isAFailureInTime() throws Exception {
    try (StuckServer stuck = StuckServer.inTheBody()) {
      GossipPeer peer = new GossipPeer(URI.create(stuck.url()), Duration.ofSeconds(1));
      assertThatThrownBy(peer::pull).isInstanceOf(IOException.class);
      assertThatThrownBy(peer::evidenceIds).isInstanceOf(IOException.class);
    }
  }

  @Test
  void peer_thatPagesForEver_isLeftAfterAWhile() throws Exception {
    FakeLog log = FakeLog.named("log.example/a").append(1, "leaf");
    HeadsMessage again = new HeadsMessage(List.of(log.checkpoint(1)), java.util.OptionalInt.of(1));
    try (HttpEndpoint endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            2,
            request ->
                dev.vitrine.client.http.Response.of(200, "application/json", again.encode()))) {
      assertThat(peer(endpoint.url()).pull()).hasSize(GossipPeer.MAX_PAGES);
    }
  }

  private static GossipPeer peer(String url) {
    return new GossipPeer(URI.create(url), Duration.ofSeconds(20));
  }

  private HttpEndpoint serve(List<SignedCheckpoint> heads) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        2,
        new GossipRoutes(
            () -> heads, told::addAll, new EvidenceFolder(folder.resolve("evidence")), e -> {}));
  }
}
