package dev.vitrine.bench.compare;

import dev.vitrine.bench.load.LoadPlan;
import dev.vitrine.bench.load.Measurement;
import dev.vitrine.bench.load.PlanOptions;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.peer.LogLoad;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.v1.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Loads each peer in turn, for a number of rounds. */
record AppendRounds(List<Peer> peers, PlanOptions plans, int rounds, Consumer<String> progress) {

  Map<String, List<PeerRun>> run() throws IOException, InterruptedException {
    Map<String, List<PeerRun>> runs = new LinkedHashMap<>();
    peers.forEach(peer -> runs.put(peer.name(), new ArrayList<>()));
    for (int round = 1; round <= rounds; round++) {
      for (Peer peer : peers) {
        progress.accept("round " + round + " of " + rounds + ": " + peer.name() + " …");
        runs.getOrDefault(peer.name(), List.of()).add(run(peer));
      }
    }
    return runs;
  }

  private PeerRun run(Peer peer) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("vitrine-compare");
    try {
      RunningLog log = peer.starter().start(work);
      Measurement measurement;
      long entries;
      try (log;
          Target target = Via.http.open(log.endpoint(), connections(), Stage.STAGE_DURABLE)) {
        if (plans.warmsUp()) {
          LoadPlan warmUp = plans.warmUpPlan();
          LogLoad.run("warm-up", warmUp, plans.entries(warmUp), target, log);
        }
        LoadPlan plan = plans.plan();
        measurement = LogLoad.run(peer.name(), plan, plans.entries(plan), target, log);
        entries = log.checkpoint().checkpoint().size();
      }
      double payload = (double) entries * plans.entrySize();
      return new PeerRun(measurement, log.diskBytes() / payload);
    } finally {
      DiskUse.delete(work);
    }
  }

  private int connections() {
    return Math.min(1024, plans.concurrency());
  }
}
