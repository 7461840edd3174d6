package dev.vitrine.server.sequencer;

import dev.vitrine.admission.StateView;
import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a batch will change, seen before it is stored: its leaves and its admission state. Behind it
 * lies the overlay of the batch that is being stored, if any, and behind that the store.
 *
 * <p>Owned by the prepare thread.
 */
final class Overlay {
  private final Map<Hash, Long> leaves = new HashMap<>();
  private final Map<StateKey, Optional<byte[]>> state = new LinkedHashMap<>();
  private @Nullable Overlay behind;

  Overlay(@Nullable Overlay behind) {
    this.behind = behind;
  }

  /** Forgets what lies behind, for when that has been stored. */
  void detach() {
    behind = null;
  }

  void add(Hash leafHash, long index, List<StateWrite> writes) {
    leaves.put(leafHash, index);
    for (StateWrite write : writes) {
      state.put(new StateKey(write.key()), write.value());
    }
  }

  /** The state's changes: of a key that was written again and again, only the last. */
  List<StateWrite> writes() {
    List<StateWrite> writes = new ArrayList<>(state.size());
    state.forEach((key, value) -> writes.add(new StateWrite(key.bytes(), value)));
    return writes;
  }

  OptionalLong indexOf(Hash leafHash) {
    Long index = leaves.get(leafHash);
    if (index != null) {
      return OptionalLong.of(index);
    }
    return behind == null ? OptionalLong.empty() : behind.indexOf(leafHash);
  }

  /** State seen through the overlays down to the store. */
  StateView over(StateView store) {
    return key -> get(new StateKey(key), store);
  }

  private Optional<byte[]> get(StateKey key, StateView store) {
    Optional<byte[]> value = state.get(key);
    if (value != null) {
      return value;
    }
    return behind == null ? store.get(key.bytes()) : behind.get(key, store);
  }
}
