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
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The heads a witness was shown, for its peers to compare: of those it cosigned the last, which
 * extends the others, and whatever else came, refused or told by a peer. Two of one size with
 * different roots are a fork by themselves, and evidence is kept at once. Thread-safe.
 */
public final class SeenHeads implements HeadObserver {
  /** Heads kept for one log beside the cosigned one; the oldest give way. */
  static final int KEPT = 64;

  /** Heads kept for all logs beside the cosigned ones: the more logs, the fewer for each. */
  static final int KEPT_IN_ALL = 1024;

  private static final Logger LOGGER = Logger.getLogger(SeenHeads.class.getName());

  private final EvidenceFolder evidence;
  // Guarded by this.
  private final Map<String, HeadsOfLog> heads = new TreeMap<>();

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

  @Override
  public synchronized void cosigned(WatchedLog log, SignedCheckpoint head) {
    ofLog(log.origin()).cosigned(head);
  }

  /** The heads kept of one log. */
  public synchronized List<SignedCheckpoint> of(String origin) {
    HeadsOfLog ofLog = heads.get(origin);
    return ofLog == null ? List.of() : ofLog.all();
  }

  /** Every head kept, for gossip. */
  public synchronized List<SignedCheckpoint> all() {
    return heads.values().stream().flatMap(ofLog -> ofLog.all().stream()).toList();
  }

  private synchronized SignedCheckpoint remember(String origin, SignedCheckpoint head) {
    HeadsOfLog ofLog = ofLog(origin);
    SignedCheckpoint first = ofLog.remember(head);
    ofLog.trim(room());
    return first;
  }

  private HeadsOfLog ofLog(String origin) {
    HeadsOfLog known = heads.get(origin);
    if (known != null) {
      return known;
    }
    HeadsOfLog added = new HeadsOfLog();
    heads.put(origin, added);
    heads.values().forEach(ofLog -> ofLog.trim(room()));
    return added;
  }

  private int room() {
    return Math.max(1, Math.min(KEPT, KEPT_IN_ALL / heads.size()));
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

  private static final class HeadsOfLog {
    private Optional<SignedCheckpoint> cosigned = Optional.empty();
    // By size, in the order in which they came.
    private final Map<Long, SignedCheckpoint> others = new LinkedHashMap<>();

    void cosigned(SignedCheckpoint head) {
      SignedCheckpoint other = others.get(head.checkpoint().size());
      if (other != null && other.checkpoint().root().equals(head.checkpoint().root())) {
        others.remove(head.checkpoint().size());
      }
      // Cosigned one after the other, but told of by several threads.
      boolean last =
          cosigned.isEmpty() || cosigned.get().checkpoint().size() <= head.checkpoint().size();
      cosigned = last ? Optional.of(head) : cosigned;
    }

    /** The first head of its size. */
    SignedCheckpoint remember(SignedCheckpoint head) {
      long size = head.checkpoint().size();
      if (cosigned.isPresent() && cosigned.get().checkpoint().size() == size) {
        return cosigned.get();
      }
      SignedCheckpoint first = others.putIfAbsent(size, head);
      return first == null ? head : first;
    }

    void trim(int room) {
      while (others.size() > room) {
        others.remove(others.keySet().iterator().next());
      }
    }

    List<SignedCheckpoint> all() {
      List<SignedCheckpoint> all = new ArrayList<>(others.values());
      cosigned.ifPresent(all::add);
      return all;
    }
  }
}
