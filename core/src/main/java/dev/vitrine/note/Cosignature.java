package dev.vitrine.note;

import java.time.Instant;
import java.util.Optional;

/**
 * A verified signature on a note: who signed, and the time it states.
 *
 * @param key the key that signed
 * @param timestamp POSIX seconds, 0..2^63-1; 0 when the signature states no time (type 0x05 states
 *     milliseconds, given here rounded down)
 */
public record Cosignature(VerifierKey key, long timestamp) {
  /** Refuses negative times. */
  public Cosignature {
    if (timestamp < 0) {
      throw new IllegalArgumentException("timestamp: " + timestamp + " (expected: 0..2^63-1)");
    }
  }

  /** The stated time; empty when none is stated, {@link Instant#MAX} when beyond Java's range. */
  public Optional<Instant> time() {
    if (timestamp == 0) {
      return Optional.empty();
    }
    return Optional.of(
        timestamp > Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(timestamp));
  }
}
