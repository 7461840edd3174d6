package dev.vitrine.client.gossip;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.util.List;

/**
 * A log of which a party holds heads: what a monitor, a witness and a mirror bring to the gossip.
 */
public interface HeldLog {
  String origin();

  /** At least one. */
  List<VerifierKey> keys();

  /** The heads to tell the peers, each signed by the log; called from any thread. */
  List<SignedCheckpoint> heads();

  /**
   * Judges a head of this log that somebody else holds; one the log did not sign says nothing.
   * Evidence it gives is kept before it returns.
   *
   * @return false if there is nothing yet to compare it with
   * @throws IOException if nobody serves what would decide it, or the party's own state fails
   */
  boolean compare(SignedCheckpoint theirs) throws IOException;

  /** Takes evidence somebody else found, verified and kept by the caller. */
  void forked(ForkEvidence evidence) throws IOException;
}
