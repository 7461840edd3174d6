package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.EncodedEntries;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LookupRows;
import dev.vitrine.server.storage.LookupWrite;
import dev.vitrine.server.storage.TileWrite;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Turns a batch into rows. Entries are stored in runs that never cross a bundle's border, so that a
 * bundle is the concatenation of its runs and a full batch costs few rows. All other rows are
 * sorted, so that neighbours in the write buffer follow each other and its upper levels stay in the
 * processor's cache.
 *
 * <p>Owned by the committing thread.
 */
final class BatchWriter {
  private static final int BUNDLE = 256;
  private static final byte[] NOTHING = new byte[0];

  /** A reader of one entry loads one run; longer runs save little more on the write side. */
  static final int RUN_BYTES = 32 << 10;

  private final Natives natives;
  private final byte[] hash = new byte[Hash.SIZE];
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private final ByteBuffer runKey = ByteBuffer.allocateDirect(Long.BYTES);
  private final ByteBuffer run =
      ByteBuffer.allocateDirect(
          RUN_BYTES + EncodedEntries.LENGTH_BYTES + EncodedEntries.MAX_ENTRY_BYTES);

  BatchWriter(Natives natives) {
    this.natives = natives;
  }

  void write(WriteBatch rows, Batch batch) throws RocksDBException {
    putEntries(rows, batch.base().size(), batch.entries());
    putLeaves(rows, batch.base().size(), batch.leafHashes());
    ColumnFamilyHandle tiles = natives.handle(Family.TILES);
    for (TileWrite tile : batch.tiles()) {
      rows.put(tiles, Keys.tile(tile.level(), tile.index()), tile.bytes());
    }
    putState(rows, batch.state());
    putLookups(rows, batch.lookups());
    putHead(rows, batch.next());
  }

  void putHead(WriteBatch rows, Head head) throws RocksDBException {
    rows.put(natives.handle(Family.META), Keys.HEAD, Keys.head(head));
  }

  private void putEntries(WriteBatch rows, long first, List<byte[]> entries)
      throws RocksDBException {
    long runStart = first;
    long index = first;
    run.clear();
    for (byte[] entry : entries) {
      if (run.position() > 0 && (index % BUNDLE == 0 || run.position() >= RUN_BYTES)) {
        flush(rows, runStart);
        runStart = index;
      }
      EncodedEntries.put(run, entry);
      index++;
    }
    if (run.position() > 0) {
      flush(rows, runStart);
    }
  }

  private void flush(WriteBatch rows, long runStart) throws RocksDBException {
    runKey.clear().putLong(runStart).flip();
    run.flip();
    rows.put(natives.handle(Family.ENTRIES), runKey, run);
    run.clear();
  }

  private void putLeaves(WriteBatch rows, long first, List<Hash> leafHashes)
      throws RocksDBException {
    ColumnFamilyHandle leaves = natives.handle(Family.LEAVES);
    Leaf[] sorted = new Leaf[leafHashes.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = new Leaf(leafHashes.get(i), first + i);
    }
    Arrays.sort(sorted);
    for (Leaf leaf : sorted) {
      leaf.hash().copyTo(hash, 0);
      number.putLong(0, leaf.index());
      rows.put(leaves, hash, number.array());
    }
  }

  private record Leaf(Hash hash, long index) implements Comparable<Leaf> {
    @Override
    public int compareTo(Leaf other) {
      return hash.compareTo(other.hash);
    }
  }

  private void putState(WriteBatch rows, List<StateWrite> writes) throws RocksDBException {
    ColumnFamilyHandle state = natives.handle(Family.STATE);
    Row[] sorted = new Row[writes.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Row.of(writes.get(i).key(), writes.get(i).value().orElse(null));
    }
    // Stable: of two writes to one key the later one stays the later one.
    Arrays.sort(sorted);
    for (Row row : sorted) {
      if (row.value() == null) {
        rows.delete(state, row.key());
      } else {
        rows.put(state, row.key(), row.value());
      }
    }
  }

  private void putLookups(WriteBatch rows, List<LookupWrite> writes) throws RocksDBException {
    ColumnFamilyHandle lookup = natives.handle(Family.LOOKUP);
    Row[] sorted = new Row[writes.size()];
    for (int i = 0; i < sorted.length; i++) {
      LookupWrite write = writes.get(i);
      sorted[i] = Row.of(LookupRows.key(write.key(), write.index()), NOTHING);
    }
    Arrays.sort(sorted);
    for (Row row : sorted) {
      rows.put(lookup, row.key(), NOTHING);
    }
  }

  /**
   * A row in the order of the database.
   *
   * @param first the key's first eight bytes, which decide nearly every comparison
   * @param value null to delete the row
   */
  private record Row(long first, byte[] key, byte @Nullable [] value) implements Comparable<Row> {
    static Row of(byte[] key, byte @Nullable [] value) {
      long first = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        first = first << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
      }
      return new Row(first, key, value);
    }

    @Override
    public int compareTo(Row other) {
      int order = Long.compareUnsigned(first, other.first);
      return order != 0 ? order : Arrays.compareUnsigned(key, other.key);
    }
  }
}
