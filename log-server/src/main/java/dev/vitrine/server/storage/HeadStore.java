package dev.vitrine.server.storage;

import java.io.IOException;
import java.util.Optional;

/**
 * Holds one signed head outside the log store, so that a store that was rolled back is noticed.
 *
 * <p>Contract: after {@link #store} has returned, {@link #load} gives the new bytes, also after
 * power loss; if it throws or the process dies inside, {@code load} gives the old bytes or the new
 * ones, whole, never a mixture.
 */
public interface HeadStore {
  /** The bytes last stored. */
  Optional<byte[]> load() throws IOException;

  /** Replaces the bytes. */
  void store(byte[] signedHead) throws IOException;
}
