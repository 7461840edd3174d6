package dev.vitrine.policy;

import dev.vitrine.note.VerifierKey;
import java.util.Optional;

/**
 * A log that a policy accepts.
 *
 * @param key its name is the log's origin
 * @param url where to reach the log, if the policy says
 */
public record PolicyLog(VerifierKey key, Optional<String> url) {
  /** The log's origin. */
  public String origin() {
    return key.name();
  }
}
