package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.LookupPage;
import dev.vitrine.server.storage.LookupRows;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads pages out of the look-up rows. Safe for any thread while the database is open. */
final class LookupScans {
  private final Natives natives;

  LookupScans(Natives natives) {
    this.natives = natives;
  }

  /**
   * The entries of one key.
   *
   * @param after index to go on from, which is left out
   * @param limit most indices to answer
   * @param descending whether the newest come first
   * @param size entries that may be seen: rows of a batch that is being committed are left out
   */
  LookupPage ofKey(byte[] key, long after, int limit, boolean descending, long size)
      throws RocksDBException {
    List<Long> found = new ArrayList<>();
    try (RocksIterator rows = rows()) {
      if (descending) {
        rows.seekForPrev(LookupRows.key(key, Math.min(after, size) - 1));
      } else {
        rows.seek(LookupRows.key(key, after + 1));
      }
      for (; rows.isValid() && found.size() <= limit; step(rows, descending)) {
        byte[] row = rows.key();
        if (!LookupRows.startsWith(row, key)) {
          break;
        }
        if (LookupRows.isOf(row, key) && LookupRows.index(row) < size) {
          found.add(LookupRows.index(row));
        }
      }
      rows.status();
    }
    return LookupRows.page(found, limit);
  }

  /**
   * The entries of all keys that start so, in the keys' order.
   *
   * @param skip how many to leave out
   * @param limit most indices to answer
   * @param size entries that may be seen
   */
  LookupPage ofPrefix(byte[] prefix, int skip, int limit, long size) throws RocksDBException {
    List<Long> found = new ArrayList<>();
    int toSkip = skip;
    try (RocksIterator rows = rows()) {
      for (rows.seek(prefix); rows.isValid() && found.size() <= limit; rows.next()) {
        byte[] row = rows.key();
        if (!LookupRows.startsWith(row, prefix)) {
          break;
        }
        if (LookupRows.index(row) < size && toSkip-- <= 0) {
          found.add(LookupRows.index(row));
        }
      }
      rows.status();
    }
    return LookupRows.page(found, limit);
  }

  private RocksIterator rows() {
    return natives.db.newIterator(natives.handle(Family.LOOKUP), natives.read);
  }

  private static void step(RocksIterator rows, boolean descending) {
    if (descending) {
      rows.prev();
    } else {
      rows.next();
    }
  }
}
