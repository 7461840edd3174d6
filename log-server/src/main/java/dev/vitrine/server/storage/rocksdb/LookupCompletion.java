package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.LookupRows;
import dev.vitrine.server.storage.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Gives a store of format 1 the look-up rows it lacks, and with them format 2. Rows and the place
 * reached are written together, so that a start after a kill goes on from there; a row written
 * twice is one row. A server of format 1 that comes between appends above the place, and what it
 * appended is completed too.
 */
final class LookupCompletion {
  /** Entries between two syncs. */
  static final int STEP = 1024;

  private static final byte[] NOTHING = new byte[0];

  private final RocksLogStore store;
  private final Natives natives;
  private final int step;

  LookupCompletion(RocksLogStore store, Natives natives, int step) {
    this.store = store;
    this.natives = natives;
    this.step = step;
  }

  /**
   * Completes the rows of the entries below a size.
   *
   * @param size 0..head().size()
   * @param keys the look-up keys of an entry
   * @param space asked before each write
   * @return rows written by this call
   */
  long run(long size, Function<byte[], List<byte[]>> keys, SpaceCheck space)
      throws StoreException, RocksDBException {
    long written = 0;
    for (long start = completed(); start < size; start += step) {
      long end = Math.min(size, start + step);
      space.require();
      try (WriteBatch rows = new WriteBatch()) {
        add(rows, start, end, keys);
        written += rows.count();
        rows.put(natives.handle(Family.META), Keys.COMPLETED, Keys.index(end));
        natives.db.write(natives.durable, rows);
      }
    }
    finish();
    return written;
  }

  private void finish() throws RocksDBException {
    try (WriteBatch rows = new WriteBatch()) {
      rows.put(natives.handle(Family.META), Keys.FORMAT, Keys.version(StoreFormat.CURRENT));
      rows.delete(natives.handle(Family.META), Keys.COMPLETED);
      natives.db.write(natives.durable, rows);
    }
  }

  private void add(WriteBatch rows, long start, long end, Function<byte[], List<byte[]>> keys)
      throws StoreException, RocksDBException {
    List<byte[]> added = new ArrayList<>();
    store.entries(
        start,
        end,
        (index, entry) -> {
          keys.apply(entry).forEach(key -> added.add(LookupRows.key(key, index)));
          return true;
        });
    for (byte[] row : added) {
      rows.put(natives.handle(Family.LOOKUP), row, NOTHING);
    }
  }

  private long completed() throws RocksDBException {
    byte[] reached = natives.db.get(natives.handle(Family.META), natives.read, Keys.COMPLETED);
    return reached == null ? 0 : ByteBuffer.wrap(reached).getLong();
  }

  /** Refuses when the disk is full. */
  interface SpaceCheck {
    void require() throws StoreException;
  }
}
