package dev.vitrine.client.witness;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The heads a witness was shown, cosigned or not, for its peers to compare. Two of one size with
 * different roots are a fork by themselves, and evidence is kept at once. Thread-safe.
 */
public final class SeenHeads implements HeadObserver {
  /** Heads kept for one log; the oldest give way. */
  static final int KEPT = 64;

  private static final Logger LOGGER = Logger.getLogger(SeenHeads.class.getName());

  private final EvidenceFolder evidence;
  // Guarded by this: for each origin the first head seen of each size.
  private final Map<String, Map<Long, SignedCheckpoint>> heads = new TreeMap<>();

  public SeenHeads(EvidenceFolder evidence) {
    this.evidence = evidence;
  }

  @Override
  public void seen(WatchedLog log, SignedCheckpoint head) {
    SignedCheckpoint first = remember(log.origin(), head);
    if (!first.checkpoint().root().equals(head.checkpoint().root())) {
      keep(log, first, head);
    }
  }

  /** The heads kept of one log. */
  public synchronized List<SignedCheckpoint> of(String origin) {
    return List.copyOf(heads.getOrDefault(origin, Map.of()).values());
  }

  /** Every head kept, for gossip. */
  public synchronized List<SignedCheckpoint> all() {
    List<SignedCheckpoint> all = new ArrayList<>();
    heads.values().forEach(ofLog -> all.addAll(ofLog.values()));
    return all;
  }

  private synchronized SignedCheckpoint remember(String origin, SignedCheckpoint head) {
    Map<Long, SignedCheckpoint> ofLog =
        heads.computeIfAbsent(origin, name -> new LinkedHashMap<>());
    SignedCheckpoint first = ofLog.putIfAbsent(head.checkpoint().size(), head);
    if (ofLog.size() > KEPT) {
      ofLog.remove(ofLog.keySet().iterator().next());
    }
    return first == null ? head : first;
  }

  private void keep(WatchedLog log, SignedCheckpoint first, SignedCheckpoint second) {
    long size = first.checkpoint().size();
    ForkEvidence found =
        ForkEvidence.of(
            log.keys(),
            first,
            second,
            second.checkpoint().root(),
            new ConsistencyProof(size, size, List.of()));
    try {
      // Once enough is kept, a log that goes on lying does not fill the journal either.
      evidence
          .keep(found)
          .ifPresent(
              id ->
                  LOGGER.log(
                      Level.SEVERE,
                      "{0} forked at size {1}: evidence {2}",
                      new Object[] {log.origin(), size, id}));
    } catch (IOException | EvidenceException e) {
      LOGGER.log(Level.SEVERE, "evidence against " + log.origin() + " could not be kept", e);
    }
  }
}
