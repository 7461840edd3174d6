package dev.vitrine.admission;

import java.util.Optional;

/** The admission state as seen by the entry that is being decided. */
public interface StateView {

  /** The value last written under a key, batch included, or empty if there is none. */
  Optional<byte[]> get(byte[] key);

  /** The state of a log without entries. */
  static StateView empty() {
    return key -> Optional.empty();
  }
}
