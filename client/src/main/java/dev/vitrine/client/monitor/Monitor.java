package dev.vitrine.client.monitor;

import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.Gossip;
import dev.vitrine.client.gossip.GossipPeer;
import java.io.IOException;
import java.util.List;

/** All logs of one monitor and its gossip; one thread runs the rounds. */
public final class Monitor {
  private final List<LogMonitor> logs;
  private final Gossip gossip;

  public Monitor(List<LogMonitor> logs, List<GossipPeer> peers, EvidenceFolder evidence) {
    this.logs = List.copyOf(logs);
    this.gossip = new Gossip(logs, peers, evidence);
  }

  public Gossip gossip() {
    return gossip;
  }

  /** Looks at every log once, then compares heads with every peer. */
  public void round() throws IOException {
    for (LogMonitor log : logs) {
      log.look();
    }
    gossip.round();
  }
}
