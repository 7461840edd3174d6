package dev.vitrine.server.sequencer;

import dev.vitrine.server.storage.Head;

/** Told of each new durable head, from the commit thread: it must return at once. */
@FunctionalInterface
public interface CommitListener {
  void committed(Head head);
}
