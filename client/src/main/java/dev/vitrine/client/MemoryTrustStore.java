package dev.vitrine.client;

import dev.vitrine.note.SignedCheckpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers heads as long as the process lives. */
final class MemoryTrustStore implements TrustStore {
  private final Map<String, SignedCheckpoint> heads = new HashMap<>(); // guarded by this

  @Override
  public synchronized Optional<SignedCheckpoint> newest(String origin) {
    return Optional.ofNullable(heads.get(origin));
  }

  @Override
  public synchronized boolean replace(
      String origin, Optional<SignedCheckpoint> compared, SignedCheckpoint next) {
    if (!newest(origin).equals(compared)) {
      return false;
    }
    heads.put(origin, next);
    return true;
  }

  @Override
  public String keep(ForkEvidence evidence) {
    return "in memory only: this client keeps no files";
  }
}
