package dev.vitrine.bench.compare;

import dev.vitrine.bench.load.Fill;
import dev.vitrine.bench.load.RandomEntries;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.bench.peer.VitrineServer;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.process.ServerProcess;
import dev.vitrine.v1.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the same tiles and bundles from Vitrine, with one event loop, and from nginx, with one
 * worker, in turns.
 */
record ReadRounds(Path nginx, Wrk wrk, int rounds, Consumer<String> progress) {

  private static final int TILES = 256;
  private static final int ENTRY_BYTES = 1024;

  /**
   * Requests a second of one round.
   *
   * @param vitrineTiles full hash tiles of level 0
   * @param vitrineBundles full bundles of 1 KiB entries
   */
  record ReadRun(
      double vitrineTiles, double nginxTiles, double vitrineBundles, double nginxBundles) {}

  List<ReadRun> run() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("vitrine-compare-reads");
    try (RunningLog log =
        VitrineServer.start(
            work.resolve("vitrine"), Map.of("threads.event-loop", "1"), List.of())) {
      progress.accept("reads: filling a log with " + TILES * 256 + " entries …");
      try (Target target = Via.http.open(log.endpoint(), 64, Stage.STAGE_DURABLE)) {
        Fill.append(target, new RandomEntries(ENTRY_BYTES, 1), 0, TILES * 256L);
      }
      log.awaitSize(TILES * 256L);
      StaticCopy copy = StaticCopy.of(log, TILES, work.resolve("static"));
      return run(log, copy, work);
    } finally {
      DiskUse.delete(work);
    }
  }

  private List<ReadRun> run(RunningLog log, StaticCopy copy, Path work)
      throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    List<ReadRun> runs = new ArrayList<>();
    try (ServerProcess process =
        Nginx.start(nginx, copy.root(), port, work.resolve("nginx"), copy.tiles().get(0))) {
      String theirs = "http://127.0.0.1:" + port;
      String ours = log.endpoint().toString();
      wrk.rate(ours, copy.tiles(), work);
      wrk.rate(ours, copy.bundles(), work);
      for (int round = 1; round <= rounds; round++) {
        progress.accept("reads: round " + round + " of " + rounds + " …");
        runs.add(
            new ReadRun(
                wrk.rate(ours, copy.tiles(), work),
                wrk.rate(theirs, copy.tiles(), work),
                wrk.rate(ours, copy.bundles(), work),
                wrk.rate(theirs, copy.bundles(), work)));
      }
    }
    return runs;
  }
}
