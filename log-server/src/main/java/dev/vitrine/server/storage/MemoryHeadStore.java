package dev.vitrine.server.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A signed head in memory, for tests. */
public final class MemoryHeadStore implements HeadStore {
  private byte @Nullable [] bytes; // guarded by this

  @Override
  public synchronized Optional<byte[]> load() {
    return Optional.ofNullable(bytes).map(byte[]::clone);
  }

  @Override
  public synchronized void store(byte[] signedHead) {
    bytes = signedHead.clone();
  }
}
