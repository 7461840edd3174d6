package dev.vitrine.client.witness;

import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.VerifierKey;
import java.util.List;

/**
 * A log the witness cosigns.
 *
 * @param keys at least one; a checkpoint needs a signature by one of them
 * @param perSecond checkpoints a second, on average, that are looked at
 */
public record WatchedLog(String origin, List<VerifierKey> keys, double perSecond) {
  public WatchedLog {
    keys = List.copyOf(keys);
    if (origin.isEmpty() || keys.isEmpty()) {
      throw new IllegalArgumentException(
          "log: origin \"" + origin + "\", " + keys.size() + " keys (expected: both present)");
    }
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate: " + perSecond + " (expected: > 0 a second)");
    }
  }

  /** The log's name in URLs and file names: lower-case hexadecimal SHA-256 of the origin. */
  public String originHash() {
    return originHash(origin);
  }

  public static String originHash(String origin) {
    return Checkpoint.originHash(origin);
  }
}
