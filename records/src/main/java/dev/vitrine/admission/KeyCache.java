package dev.vitrine.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.v1.KeyState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Key material for the stateless half, read from the committed state. Whether a key may sign is
 * never asked here: the stateful half decides that on the state of its own index. What is kept
 * cannot go stale, because a key id names its material and an algorithm is fixed with the
 * registration.
 */
final class KeyCache {
  private final StateView committed;
  private final Map<String, VerifyingKey> keys = new ConcurrentHashMap<>();

  /**
   * @param committed the state of a committed log, safe from any thread
   */
  KeyCache(StateView committed) {
    this.committed = committed;
  }

  /** The key of an id, empty if it is not registered (yet). */
  Optional<VerifyingKey> find(String keyId) {
    VerifyingKey known = keys.get(keyId);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<VerifyingKey> read = committed.get(StateKeys.key(keyId)).map(KeyCache::decode);
    read.ifPresent(key -> keys.put(keyId, key));
    return read;
  }

  private static VerifyingKey decode(byte[] value) {
    try {
      return Signing.key(KeyState.parseFrom(value));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("admission state: a key's value is damaged", e);
    }
  }
}
