package dev.vitrine.client.witness;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.gossip.HeldLog;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A watched log in the gossip. A witness holds heads and no tree: it decides between two of one
 * size, tells every head it was shown, and keeps what others can show of the rest.
 */
public record WitnessedLog(WatchedLog log, SeenHeads seen) implements HeldLog {
  private static final Logger LOGGER = Logger.getLogger(WitnessedLog.class.getName());

  @Override
  public String origin() {
    return log.origin();
  }

  @Override
  public List<VerifierKey> keys() {
    return log.keys();
  }

  @Override
  public List<SignedCheckpoint> heads() {
    return seen.of(log.origin());
  }

  @Override
  public boolean compare(SignedCheckpoint theirs) {
    try {
      theirs.verify(log.keys());
      seen.seen(log, theirs);
    } catch (NoteVerificationException e) {
      // Somebody else's claim, which says nothing about this log.
      return true;
    }
    return true;
  }

  @Override
  public void forked(ForkEvidence evidence) {
    LOGGER.log(
        Level.SEVERE,
        "{0}: two histories, shown by a peer: sizes {1} and {2}",
        new Object[] {
          evidence.origin(),
          evidence.older().checkpoint().size(),
          evidence.newer().checkpoint().size()
        });
  }
}
