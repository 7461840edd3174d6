package dev.vitrine.server.admission;

import dev.vitrine.admission.StateView;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The committed admission state. Safe from any thread. */
public record StoreState(LogStore store) implements StateView {

  /**
   * @throws UncheckedIOException if the store cannot be read
   */
  @Override
  public Optional<byte[]> get(byte[] key) {
    try {
      return store.state(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
