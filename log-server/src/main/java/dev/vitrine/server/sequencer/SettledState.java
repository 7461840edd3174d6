package dev.vitrine.server.sequencer;

import dev.vitrine.admission.StateView;
import dev.vitrine.admission.StateWrite;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stored admission state as the open batch reads it through its overlays. Values that were
 * there are kept, since nearly every record asks for the same few: the policy and its signers'
 * keys. A value is forgotten when an overlay begins to hide it, and nobody asks for it here until
 * that overlay is stored or given up, so that what is kept is always what the store has.
 *
 * <p>Owned by the prepare thread.
 */
final class SettledState implements StateView {
  private static final int MAX_KEPT = 1024;

  private final LogStore store;
  private final Map<StateKey, byte[]> kept = new LinkedHashMap<>();

  SettledState(LogStore store) {
    this.store = store;
  }

  /**
   * @throws StateReadException if the store cannot be read
   */
  @Override
  public Optional<byte[]> get(byte[] key) {
    byte[] known = kept.get(new StateKey(key));
    if (known != null) {
      return Optional.of(known);
    }
    Optional<byte[]> value = read(key);
    value.ifPresent(bytes -> keep(key, bytes));
    return value;
  }

  /** Forgets what is about to change. */
  void forget(List<StateWrite> writes) {
    for (StateWrite write : writes) {
      kept.remove(new StateKey(write.key()));
    }
  }

  private void keep(byte[] key, byte[] value) {
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    kept.put(new StateKey(key), value);
  }

  private Optional<byte[]> read(byte[] key) {
    try {
      return store.state(key);
    } catch (StoreException e) {
      throw new StateReadException(e);
    }
  }
}
