package dev.vitrine.client;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of an append.
 *
 * @param promise the log's answer
 * @param inclusion the proof; empty where the caller waited only for {@link Stage#DURABLE}
 */
public record Appended(Acknowledgement promise, Optional<VerifiedInclusion> inclusion) {
  /** Checks that nothing is missing. */
  public Appended {
    Objects.requireNonNull(promise, "promise");
    Objects.requireNonNull(inclusion, "inclusion");
  }
}
