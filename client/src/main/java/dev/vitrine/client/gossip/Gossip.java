package dev.vitrine.client.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One party's gossip; see the package. One thread runs the rounds, others may call everything else.
 */
public final class Gossip {
  private static final Logger LOGGER = Logger.getLogger(Gossip.class.getName());
  private static final int MAX_OFFERED = 10_000;

  private final List<? extends HeldLog> logs;
  private final List<GossipPeer> peers;
  private final EvidenceFolder evidence;
  private final Set<String> pushed = new HashSet<>(); // owned by the rounds' thread
  private boolean keptIsTold; // as above
  private final LinkedBlockingQueue<ForkEvidence> offeredEvidence =
      new LinkedBlockingQueue<>(MAX_OFFERED);
  private final LinkedBlockingQueue<SignedCheckpoint> offered =
      new LinkedBlockingQueue<>(MAX_OFFERED);

  public Gossip(List<? extends HeldLog> logs, List<GossipPeer> peers, EvidenceFolder evidence) {
    this.logs = List.copyOf(logs);
    this.peers = List.copyOf(peers);
    this.evidence = evidence;
  }

  /** What this party serves. */
  public GossipRoutes routes() {
    return new GossipRoutes(this::heads, this::offer, evidence, this::offerEvidence);
  }

  /** The heads of all logs. */
  public List<SignedCheckpoint> heads() {
    return logs.stream().flatMap(log -> log.heads().stream()).toList();
  }

  /**
   * Takes heads to compare in the next round: those that a log held here signed, so that nobody
   * else can fill the queue; beyond its room they are dropped.
   */
  public void offer(Collection<SignedCheckpoint> heads) {
    heads.stream().filter(this::isSigned).forEach(offered::offer);
  }

  private boolean isSigned(SignedCheckpoint head) {
    for (HeldLog log : logs) {
      if (log.origin().equals(head.checkpoint().origin())) {
        try {
          head.verify(log.keys());
          return true;
        } catch (NoteVerificationException e) {
          // Somebody's claim about the log, which says nothing.
          return false;
        }
      }
    }
    return false;
  }

  /**
   * Takes evidence that verifies by its own keys: kept at once, as it is, if a key of a log held
   * here signed both heads; told to it in the next round.
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

  /** Pushes, pulls, compares; a peer or a head that fails does not stop the others. */
  public void round() throws IOException {
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
    Set<SignedCheckpoint> again = new LinkedHashSet<>();
    for (SignedCheckpoint head = offered.poll(); head != null; head = offered.poll()) {
      if (!compare(head)) {
        again.add(head);
      }
    }
    offer(again);
    pushEvidence();
  }

  private Optional<? extends HeldLog> logOf(ForkEvidence theirs) {
    return logs.stream()
        .filter(log -> log.origin().equals(theirs.origin()))
        .filter(log -> theirs.accuses(log.keys()))
        .findFirst();
  }

  private void takeEvidence() throws IOException {
    if (!keptIsTold) {
      tellKept();
      keptIsTold = true;
    }
    for (ForkEvidence next = offeredEvidence.poll(); next != null; next = offeredEvidence.poll()) {
      tell(next);
    }
  }

  /** An earlier process may have kept evidence and died before it told its log. */
  private void tellKept() throws IOException {
    for (String id : evidence.ids()) {
      Optional<byte[]> bytes = evidence.read(id);
      if (bytes.isPresent()) {
        try {
          ForkEvidence kept = ForkEvidence.parse(new String(bytes.get(), UTF_8));
          kept.verify();
          tell(kept);
        } catch (EvidenceException | FormatNewerException e) {
          LOGGER.log(Level.WARNING, "evidence {0}: {1}", new Object[] {id, e.getMessage()});
        }
      }
    }
  }

  private void tell(ForkEvidence kept) throws IOException {
    Optional<? extends HeldLog> log = logOf(kept);
    if (log.isPresent()) {
      log.get().forked(kept);
    }
  }

  private void pushEvidence() throws IOException {
    for (String id : evidence.ids()) {
      Optional<byte[]> bytes = evidence.read(id);
      for (GossipPeer peer : peers) {
        String once = id + " " + peer.url();
        if (bytes.isPresent() && !pushed.contains(once) && push(peer, bytes.get())) {
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
    for (HeldLog log : logs) {
      if (log.origin().equals(head.checkpoint().origin())) {
        return compare(log, head);
      }
    }
    return true;
  }

  private static boolean compare(HeldLog log, SignedCheckpoint head) {
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
