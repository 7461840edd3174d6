package dev.vitrine.server;

import dev.vitrine.admission.FileAndKeyRows;
import dev.vitrine.admission.LookupRow;
import dev.vitrine.admission.StateHead;
import dev.vitrine.server.admission.StoreState;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import java.util.List;

/**
 * Completes a store that an earlier version wrote, before anything is served from it: a check by
 * the index must not miss a revocation that was logged before the index had a row for it.
 */
final class StoreMigration {
  private StoreMigration() {}

  static void run(RocksLogStore store) throws StoreException {
    int from = store.format();
    if (from == RocksLogStore.currentFormat()) {
      return;
    }
    long started = System.nanoTime();
    // Of a log in open mode the rules have decided nothing, and nothing is looked up in it.
    long records = StateHead.of(new StoreState(store)).size();
    long rows = store.completeLookups(records, StoreMigration::keys);
    Event.STORE_MIGRATED
        .info()
        .addKeyValue("from", from)
        .addKeyValue("to", RocksLogStore.currentFormat())
        .addKeyValue("size", store.head().size())
        .addKeyValue("rows", rows)
        .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
        .log();
  }

  private static List<byte[]> keys(byte[] entry) {
    return FileAndKeyRows.of(entry).stream().map(LookupRow::key).toList();
  }
}
