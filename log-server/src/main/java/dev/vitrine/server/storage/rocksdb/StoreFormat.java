package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.Head;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Marks a new store with its format and the empty head; reads both from an old one. */
final class StoreFormat {
  private StoreFormat() {}

  static Head readHead(Natives natives) throws DamagedStoreException, RocksDBException {
    byte[] format = natives.db.get(natives.handle(Family.META), natives.read, Keys.FORMAT);
    byte[] head = natives.db.get(natives.handle(Family.META), natives.read, Keys.HEAD);
    if (format == null && head == null && !hasEntries(natives)) {
      return create(natives);
    }
    if (format == null || !Arrays.equals(format, Keys.FORMAT_VERSION)) {
      throw new DamagedStoreException(
          "store format: "
              + (format == null ? "none" : new String(format, StandardCharsets.US_ASCII))
              + " (expected: 1)");
    }
    if (head == null) {
      throw new DamagedStoreException("row meta/head: missing (expected: size and root)");
    }
    return Keys.head(head);
  }

  private static Head create(Natives natives) throws RocksDBException {
    try (WriteBatch rows = new WriteBatch()) {
      rows.put(natives.handle(Family.META), Keys.FORMAT, Keys.FORMAT_VERSION);
      rows.put(natives.handle(Family.META), Keys.HEAD, Keys.head(Head.EMPTY));
      natives.db.write(natives.durable, rows);
    }
    return Head.EMPTY;
  }

  private static boolean hasEntries(Natives natives) {
    try (RocksIterator runs =
        natives.db.newIterator(natives.handle(Family.ENTRIES), natives.read)) {
      runs.seekToFirst();
      return runs.isValid();
    }
  }
}
