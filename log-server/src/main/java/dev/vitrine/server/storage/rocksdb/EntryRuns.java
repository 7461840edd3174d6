package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.EncodedEntries;
import dev.vitrine.server.storage.EntrySink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads entries back out of their runs. Safe for any thread while the database is open. */
final class EntryRuns {
  private final Natives natives;

  EntryRuns(Natives natives) {
    this.natives = natives;
  }

  Optional<byte[]> entry(long index) throws DamagedStoreException, RocksDBException {
    try (RocksIterator runs = at(index, natives.read)) {
      byte[] run = runs.value();
      int at = EncodedEntries.skip(run, 0, index - start(runs));
      return Optional.of(EncodedEntries.entryAt(run, at));
    }
  }

  /** Feeds entries {@code [start, end)}, a range that exists. */
  void each(long start, long end, EntrySink sink) throws DamagedStoreException, RocksDBException {
    if (start == end) {
      return;
    }
    try (RocksIterator runs = at(start, natives.scan)) {
      long index = start;
      while (index < end) {
        byte[] run = runs.value();
        int at = EncodedEntries.skip(run, 0, index - start(runs));
        for (; at < run.length && index < end; index++) {
          byte[] entry = EncodedEntries.entryAt(run, at);
          at += EncodedEntries.LENGTH_BYTES + entry.length;
          if (!sink.accept(index, entry)) {
            return;
          }
        }
        if (index < end) {
          next(runs, index);
        }
      }
    }
  }

  /** The encoding of entries {@code [start, end)}, a range that exists. */
  byte[] encoded(long start, long end) throws DamagedStoreException, RocksDBException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (start == end) {
      return out.toByteArray();
    }
    try (RocksIterator runs = at(start, natives.read)) {
      long index = start;
      while (index < end) {
        byte[] run = runs.value();
        int from = EncodedEntries.skip(run, 0, index - start(runs));
        int at = from;
        for (; at < run.length && index < end; index++) {
          at = EncodedEntries.skip(run, at, 1);
        }
        out.write(run, from, at - from);
        if (index < end) {
          next(runs, index);
        }
      }
    }
    return out.toByteArray();
  }

  private RocksIterator at(long index, ReadOptions options)
      throws DamagedStoreException, RocksDBException {
    RocksIterator runs = natives.db.newIterator(natives.handle(Family.ENTRIES), options);
    try {
      runs.seekForPrev(Keys.index(index));
      require(runs, index);
      return runs;
    } catch (DamagedStoreException | RocksDBException e) {
      runs.close();
      throw e;
    }
  }

  private static void next(RocksIterator runs, long index)
      throws DamagedStoreException, RocksDBException {
    runs.next();
    require(runs, index);
    if (start(runs) != index) {
      throw missing(index);
    }
  }

  private static void require(RocksIterator runs, long index)
      throws DamagedStoreException, RocksDBException {
    if (!runs.isValid()) {
      runs.status();
      throw missing(index);
    }
  }

  private static long start(RocksIterator runs) {
    return ByteBuffer.wrap(runs.key()).getLong();
  }

  private static DamagedStoreException missing(long index) {
    return new DamagedStoreException(
        "column family entries: no run holds index "
            + index
            + " (expected: below the head's size)");
  }
}
