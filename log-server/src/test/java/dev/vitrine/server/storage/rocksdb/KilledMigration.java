package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.admission.FileAndKeyRows;
import dev.vitrine.admission.LookupRow;
import dev.vitrine.server.crash.CrashPoint;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Begins to complete a store, and ends as if killed in the middle of its third step. */
public final class KilledMigration {
  private static final int STEP = 32;
  private static final int KILLED_AT = 70;

  /** Entries whose rows are on disk by then. */
  public static final int COMPLETED = 2 * STEP;

  private KilledMigration() {}

  public static void main(String[] args) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (RocksLogStore store = RocksLogStore.open(Path.of(args[0]), StoreOptions.small())) {
      store.completeLookups(
          store.head().size(),
          STEP,
          entry -> {
            if (asked.incrementAndGet() == KILLED_AT) {
              Runtime.getRuntime().halt(CrashPoint.EXIT_CODE);
            }
            return FileAndKeyRows.of(entry).stream().map(LookupRow::key).toList();
          });
    }
  }
}
