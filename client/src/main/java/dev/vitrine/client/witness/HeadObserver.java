package dev.vitrine.client.witness;

import dev.vitrine.note.SignedCheckpoint;

/**
 * Told of every head with a good signature of its log that the witness was shown, cosigned or not:
 * where heads that contradict each other are found. Must return at once.
 */
@FunctionalInterface
public interface HeadObserver {
  void seen(WatchedLog log, SignedCheckpoint head);

  /** The head was cosigned: it was shown to extend every head that was cosigned before. */
  default void cosigned(WatchedLog log, SignedCheckpoint head) {}
}
