package dev.vitrine.bench.peer;

import dev.vitrine.bench.load.AckAudit;
import dev.vitrine.bench.load.EntrySource;
import dev.vitrine.bench.load.LoadPlan;
import dev.vitrine.bench.load.LoadResult;
import dev.vitrine.bench.load.LoadRun;
import dev.vitrine.bench.load.Measurement;
import dev.vitrine.bench.load.StageCpu;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.process.ProcessUse;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;

/** Offers a plan to a log, measures its process meanwhile, and audits what it acknowledged. */
public final class LogLoad {

  private LogLoad() {}

  /**
   * @param name of the run in the reports
   */
  public static Measurement run(
      String name, LoadPlan plan, EntrySource entries, Target target, RunningLog log)
      throws IOException, InterruptedException {
    long clientBefore = ProcessUse.ofThis().cpuMicros();
    long cpuBefore = log.cpuMicros();
    StageCpu stagesBefore = log.stages();
    LoadResult result = LoadRun.run(plan, entries, target);
    long cpu = log.cpuMicros() - cpuBefore;
    long client = ProcessUse.ofThis().cpuMicros() - clientBefore;
    StageCpu stages = log.stages().since(stagesBefore);
    long resident = log.residentBytes();
    SignedCheckpoint signed = log.awaitSize(AckAudit.lastIndex(result.acks()) + 1);
    AckAudit audit = AckAudit.of(result.acks(), entries, log.reader(signed));
    return new Measurement(name, result, cpu, client, stages, resident, audit);
  }
}
