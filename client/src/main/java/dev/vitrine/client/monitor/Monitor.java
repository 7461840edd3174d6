package dev.vitrine.client.monitor;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.GossipPeer;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All logs of one monitor and its gossip; one thread runs the rounds, others may call {@link
 * #heads} and {@link #offer}.
 */
public final class Monitor {
  private static final Logger LOGGER = Logger.getLogger(Monitor.class.getName());
  private static final int MAX_OFFERED = 10_000;

  private final List<LogMonitor> logs;
  private final List<GossipPeer> peers;
  private final EvidenceFolder evidence;
  private final Set<String> pushed = new HashSet<>();
  private final LinkedBlockingQueue<ForkEvidence> offeredEvidence =
      new LinkedBlockingQueue<>(MAX_OFFERED);
  private final LinkedBlockingQueue<SignedCheckpoint> offered =
      new LinkedBlockingQueue<>(MAX_OFFERED);

  public Monitor(List<LogMonitor> logs, List<GossipPeer> peers, EvidenceFolder evidence) {
    this.evidence = evidence;
    this.logs = List.copyOf(logs);
    this.peers = List.copyOf(peers);
  }

  /** The verified head of each log. */
  public List<SignedCheckpoint> heads() {
    return logs.stream().flatMap(log -> log.head().stream()).toList();
  }

  /** Takes heads to compare in the next round; beyond the queue's room they are dropped. */
  public void offer(List<SignedCheckpoint> heads) {
    heads.forEach(offered::offer);
  }

  /**
   * Takes evidence that verifies by its own keys: kept at once if they are keys of a log followed
   * here, alerted on in the next round.
   */
  public void offerEvidence(ForkEvidence theirs) {
    if (logOf(theirs).isEmpty()) {
      return;
    }
    try {
      evidence.keep(theirs);
      offeredEvidence.offer(theirs);
    } catch (IOException | EvidenceException e) {
      LOGGER.log(Level.WARNING, "evidence not kept: {0}", e.getMessage());
    }
  }

  private Optional<LogMonitor> logOf(ForkEvidence theirs) {
    return logs.stream()
        .filter(log -> log.log().origin().equals(theirs.origin()))
        .filter(log -> log.log().keys().containsAll(theirs.keys()))
        .findFirst();
  }

  /** Looks at every log once, then compares heads with every peer. */
  public void round() throws IOException {
    for (LogMonitor log : logs) {
      log.look();
    }
    gossip();
  }

  /** Pushes, pulls, compares; a peer or a head that fails does not stop the others. */
  public void gossip() throws IOException {
    takeEvidence();
    for (GossipPeer peer : peers) {
      try {
        peer.push(heads());
        offer(peer.pull());
      } catch (IOException e) {
        LOGGER.log(
            Level.WARNING, "gossip with {0}: {1}", new Object[] {peer.url(), e.getMessage()});
      }
    }
    List<SignedCheckpoint> again = new ArrayList<>();
    for (SignedCheckpoint head = offered.poll(); head != null; head = offered.poll()) {
      if (!compare(head)) {
        again.add(head);
      }
    }
    offer(again);
    pushEvidence();
  }

  private void takeEvidence() throws IOException {
    for (ForkEvidence next = offeredEvidence.poll(); next != null; next = offeredEvidence.poll()) {
      Optional<LogMonitor> log = logOf(next);
      if (log.isPresent()) {
        log.get().forked(next);
      }
    }
  }

  private void pushEvidence() throws IOException {
    for (String id : evidence.ids()) {
      byte[] bytes = evidence.read(id).orElseThrow();
      for (GossipPeer peer : peers) {
        String once = id + " " + peer.url();
        if (!pushed.contains(once) && push(peer, bytes)) {
          pushed.add(once);
        }
      }
    }
  }

  private static boolean push(GossipPeer peer, byte[] bytes) {
    try {
      peer.pushEvidence(bytes);
      return true;
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "evidence to {0}: {1}", new Object[] {peer.url(), e.getMessage()});
      return false;
    }
  }

  /**
   * @return whether nothing is left to compare about this head
   */
  private boolean compare(SignedCheckpoint head) {
    for (LogMonitor log : logs) {
      if (log.log().origin().equals(head.checkpoint().origin())) {
        return compare(log, head);
      }
    }
    return true;
  }

  private static boolean compare(LogMonitor log, SignedCheckpoint head) {
    try {
      return log.compare(head);
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING,
          "head {0} could not be compared yet: {1}",
          new Object[] {head, e.getMessage()});
      return false;
    }
  }
}
