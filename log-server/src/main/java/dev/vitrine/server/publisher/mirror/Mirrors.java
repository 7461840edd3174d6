package dev.vitrine.server.publisher.mirror;

import dev.vitrine.mirror.MirrorUpload;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.policy.PolicyWitness;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.publisher.MirrorState;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.publisher.Publisher;
import dev.vitrine.server.publisher.witness.LogSignatures;
import dev.vitrine.server.publisher.witness.PeerHttp;
import dev.vitrine.server.publisher.witness.WitnessPeer;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All mirrors of the configuration; see the package. */
public final class Mirrors implements AutoCloseable {
  private final List<VerifierKey> logKeys;
  private final List<MirrorPusher> pushers = new ArrayList<>();
  private final ExecutorService http =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "vitrine-mirror-http");
            thread.setDaemon(true);
            return thread;
          });

  private Mirrors(List<VerifierKey> logKeys) {
    this.logKeys = List.copyOf(logKeys);
  }

  /**
   * Pushes what the publisher shows from now on, beginning with what it shows already.
   *
   * @param tiles reads the log's store
   * @throws IOException if the policy file cannot be read, is no policy, or names a mirror without
   *     a URL
   */
  public static Mirrors open(
      Config config,
      List<VerifierKey> logKeys,
      TileSource tiles,
      Publisher publisher,
      Clock clock,
      Metrics metrics)
      throws IOException {
    Mirrors mirrors = new Mirrors(logKeys);
    if (config.mirrorPolicyFile().isPresent()) {
      PeerHttp http = new PeerHttp(config.mirrorTimeout(), mirrors.http);
      for (WitnessPeer peer : peers(config.mirrorPolicyFile().get())) {
        MirrorUpload upload =
            new MirrorUpload(new MirrorHttp(peer.url(), http), List.of(peer.key()));
        MirrorPusher pusher =
            new MirrorPusher(
                peer,
                upload,
                tiles,
                publisher::signedSize,
                config.mirrorInterval(),
                observer(metrics),
                clock);
        metrics.gauge(Metric.MIRROR_SIZE, () -> pusher.state().heldSize(), "mirror", peer.name());
        metrics.gauge(Metric.MIRROR_NEXT, () -> pusher.state().nextEntry(), "mirror", peer.name());
        mirrors.pushers.add(pusher);
        pusher.start();
      }
      publisher.subscribe(mirrors::offer);
      publisher.visible().ifPresent(mirrors::offer);
    }
    return mirrors;
  }

  /** How each mirror fares, for the operator. */
  public List<MirrorState> states() {
    return pushers.stream().map(MirrorPusher::state).toList();
  }

  @Override
  public void close() {
    pushers.forEach(MirrorPusher::close);
    http.shutdownNow();
  }

  private void offer(PublishedCheckpoint checkpoint) {
    if (checkpoint.size() == 0) {
      // There is nothing to hold.
      return;
    }
    SignedCheckpoint bare = LogSignatures.only(checkpoint.signed(), logKeys);
    pushers.forEach(pusher -> pusher.offer(bare));
  }

  private static List<WitnessPeer> peers(Path file) throws IOException {
    try {
      List<WitnessPeer> peers = new ArrayList<>();
      for (PolicyWitness mirror : Policy.parse(Files.readAllBytes(file)).witnesses()) {
        String url =
            mirror
                .url()
                .orElseThrow(
                    () ->
                        new IOException(named(file) + mirror.name() + ": no URL (expected: one)"));
        peers.add(new WitnessPeer(mirror.name(), mirror.key(), URI.create(url)));
      }
      return peers;
    } catch (PolicyFormatException | IllegalArgumentException e) {
      throw new IOException(named(file) + e.getMessage(), e);
    }
  }

  private static String named(Path file) {
    return "mirror.policy-file " + file + ": ";
  }

  private static MirrorObserver observer(Metrics metrics) {
    return (mirror, outcome, took) -> {
      String result = outcome.name().toLowerCase(Locale.ROOT);
      metrics.counter(Metric.MIRROR_PUSHES, "mirror", mirror, "outcome", result).increment();
      metrics.timer(Metric.MIRROR_SECONDS, "mirror", mirror).record(took);
    };
  }
}
