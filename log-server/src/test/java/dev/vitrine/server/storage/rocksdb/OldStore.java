package dev.vitrine.server.storage.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Makes a store what another version of the server leaves behind. */
public final class OldStore {
  private OldStore() {}

  /** As of format 1: without rows by file name ({@code n}) and about keys ({@code w}). */
  public static void makeFirstFormat(Path store) throws Exception {
    try (Natives natives = Natives.open(store, StoreOptions.small(), false);
        WriteBatch changes = new WriteBatch();
        RocksIterator rows = natives.db.newIterator(natives.handle(Family.LOOKUP), natives.read)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        byte type = rows.key()[0];
        if (type == 'n' || type == 'w') {
          changes.delete(natives.handle(Family.LOOKUP), rows.key());
        }
      }
      putFormat(natives, changes, "1");
    }
  }

  public static void setFormat(Path store, String format) throws Exception {
    try (Natives natives = Natives.open(store, StoreOptions.small(), false);
        WriteBatch changes = new WriteBatch()) {
      putFormat(natives, changes, format);
    }
  }

  private static void putFormat(Natives natives, WriteBatch changes, String format)
      throws RocksDBException {
    changes.put(
        natives.handle(Family.META), Keys.FORMAT, format.getBytes(StandardCharsets.US_ASCII));
    natives.db.write(natives.durable, changes);
  }
}
