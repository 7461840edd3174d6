package dev.vitrine.admission;

import java.nio.file.Path;
import java.util.Optional;

/** Replays as many records as asked for on a state on disk; run with a small heap. */
final class ReplayManyEntries {
  private ReplayManyEntries() {}

  public static void main(String[] args) throws Exception {
    int entries = Integer.parseInt(args[1]);
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    long started = System.nanoTime();
    try (DiskState disk = DiskState.create(Path.of(args[0]))) {
      Replay replay = new Replay(new RecordAdmission(disk, log.blobView(), Optional.empty()), disk);
      log.entries.forEach(entry -> require(replay.next(entry)));
      while (replay.head().size() < entries) {
        String version = Long.toString(replay.head().size());
        require(replay.next(records.signed(records.build("p", version)).encode()));
      }
      System.out.printf(
          "%d entries, state hash %s, %.0f entries/s made and decided%n",
          replay.head().size(),
          replay.head().hash(),
          entries / ((System.nanoTime() - started) / 1e9));
    }
  }

  private static void require(Replay.Verdict verdict) {
    if (!(verdict.decision() instanceof Decision.Admitted)) {
      throw new AssertionError(verdict);
    }
  }
}
