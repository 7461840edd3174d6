package dev.vitrine.client.monitor;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.note.VerifierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A log to follow.
 *
 * @param keys at least one; all name the same origin
 * @param records whether its entries are records, to be run through admission and rules
 * @param stoppedAfter how long the head may stay as it is before the log counts as stopped
 * @param ahead bundles fetched in advance
 * @param copies mirrors of it, asked for what would decide between two heads when the log refuses
 *     it
 */
public record MonitoredLog(
    RemoteLog remote,
    List<VerifierKey> keys,
    boolean records,
    Duration stoppedAfter,
    int ahead,
    List<RemoteLog> copies) {
  public MonitoredLog {
    keys = List.copyOf(keys);
    copies = List.copyOf(copies);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: none (expected: at least one)");
    }
  }

  /** A log of which no copy is known. */
  public MonitoredLog(
      RemoteLog remote, List<VerifierKey> keys, boolean records, Duration stoppedAfter, int ahead) {
    this(remote, keys, records, stoppedAfter, ahead, List.of());
  }

  /** The log, then its copies. */
  List<RemoteLog> sources() {
    List<RemoteLog> sources = new ArrayList<>(List.of(remote));
    sources.addAll(copies);
    return sources;
  }

  public String origin() {
    return keys.get(0).name();
  }
}
