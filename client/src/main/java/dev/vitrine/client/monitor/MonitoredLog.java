package dev.vitrine.client.monitor;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.note.VerifierKey;
import java.time.Duration;
import java.util.List;

/**
 * A log to follow.
 *
 * @param keys at least one; all name the same origin
 * @param records whether its entries are records, to be run through admission and rules
 * @param stoppedAfter how long the head may stay as it is before the log counts as stopped
 * @param ahead bundles fetched in advance
 */
public record MonitoredLog(
    RemoteLog remote, List<VerifierKey> keys, boolean records, Duration stoppedAfter, int ahead) {
  public MonitoredLog {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: none (expected: at least one)");
    }
  }

  public String origin() {
    return keys.get(0).name();
  }
}
