package dev.vitrine.note;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Signs checkpoints with a log's keys, all at the same time. Immutable, thread-safe. */
public final class CheckpointSigner {
  private final List<SignerKey> keys;

  /**
   * @param keys 1..100, no two with the same name and key ID
   */
  public CheckpointSigner(Collection<SignerKey> keys) {
    this.keys = List.copyOf(keys);
    if (this.keys.isEmpty()) {
      throw new IllegalArgumentException("keys: 0 (expected: at least 1)");
    }
    requireOneLineEach(verifierKeys());
  }

  private static void requireOneLineEach(List<VerifierKey> keys) {
    if (keys.size() > SignedNote.MAX_SIGNATURES) {
      throw new IllegalArgumentException(
          "keys: " + keys.size() + " (expected: <= " + SignedNote.MAX_SIGNATURES + ")");
    }
    Set<String> seen = new HashSet<>();
    for (VerifierKey key : keys) {
      String id = key.name() + "+" + VerifierKey.hex(key.keyId());
      if (!seen.add(id)) {
        throw new IllegalArgumentException("keys: two named " + id + " (expected: 1)");
      }
    }
  }

  /** See {@link #CheckpointSigner(Collection)}. */
  public CheckpointSigner(SignerKey... keys) {
    this(Arrays.asList(keys));
  }

  /** The public halves, in the order of the keys. */
  public List<VerifierKey> verifierKeys() {
    return keys.stream().map(SignerKey::verifierKey).toList();
  }

  /**
   * @param time stated by the keys of types 0x04 and 0x06
   */
  public SignedCheckpoint sign(Checkpoint checkpoint, Instant time) {
    return SignedCheckpoint.of(
        checkpoint, keys.stream().map(key -> key.sign(checkpoint, time)).toList());
  }
}
