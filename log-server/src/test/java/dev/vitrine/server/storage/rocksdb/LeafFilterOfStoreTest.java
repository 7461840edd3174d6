package dev.vitrine.server.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.server.Entries;
import dev.vitrine.server.storage.Batches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** The filter and the index behind it are of one mind, whenever the store was opened. */
class LeafFilterOfStoreTest {
  @TempDir Path folder;
  private final Batches batches = new Batches();

  @Test
  void newStore_findsWhatIsCommittedAndNothingElse() throws Exception {
    try (RocksLogStore store = open()) {
      assertThat(store.isLeafFilterUsed()).isTrue();
      store.commit(batches.next(Entries.range(0, 1000)));
      assertFinds(store, 1000);
      assertThat(store.leafFilterBytes()).isEqualTo(GrowingFilter.MIN_STEP_BYTES);
    }
  }

  /** Widths around a tile's: the last tile is partial, whole, or grows while others are read. */
  @Test
  void storeOpenedAgain_findsWhatWasThereAndWhatIsAdded() throws Exception {
    int size = 0;
    for (int more : List.of(1, 254, 1, 1, 255, 300, 4096)) {
      try (RocksLogStore store = open()) {
        assertFinds(store, size);
        store.commit(batches.next(Entries.range(size, size + more)));
        size += more;
        assertFinds(store, size);
        Awaitility.await().until(store::isLeafFilterUsed);
        assertFinds(store, size);
      }
    }
  }

  /** Only a filter that is asked makes this so: the row itself is there. */
  @Test
  void rowOfNoCommittedEntry_isNotLookedFor() throws Exception {
    try (RocksLogStore store = open()) {
      store.commit(batches.next(Entries.range(0, 10)));
    }
    Hash stray = TreeHasher.leaf(Entries.text(500));
    putLeafRow(stray, 3);
    try (RocksLogStore without =
        RocksLogStore.open(store(), StoreOptions.small().withoutLeafFilter())) {
      assertThat(without.indexOf(stray)).hasValue(3);
      assertThat(without.leafFilterBytes()).isZero();
    }
    try (RocksLogStore store = open()) {
      Awaitility.await().until(store::isLeafFilterUsed);
      assertThat(store.indexOf(stray)).isEmpty();
    }
  }

  @Test
  void damagedTile_givesTheFilterUpAndNothingElse() throws Exception {
    try (RocksLogStore store = open()) {
      store.commit(batches.next(Entries.range(0, 1000)));
    }
    try (Natives natives = Natives.open(store(), StoreOptions.small(), false);
        WriteOptions options = new WriteOptions()) {
      natives.db.delete(natives.handle(Family.TILES), options, Keys.tile(0, 2));
    }
    try (RocksLogStore store = open()) {
      Awaitility.await().until(store::isLeafFilterOff);
      assertThat(store.isLeafFilterUsed()).isFalse();
      assertFinds(store, 1000);
    }
  }

  private static void assertFinds(RocksLogStore store, int size) throws IOException {
    for (int i = 0; i < size; i++) {
      assertThat(store.indexOf(TreeHasher.leaf(Entries.text(i)))).hasValue(i);
    }
    for (int i = size; i < size + 300; i++) {
      assertThat(store.indexOf(TreeHasher.leaf(Entries.text(i)))).isEmpty();
    }
  }

  private void putLeafRow(Hash leafHash, long index) throws IOException, RocksDBException {
    try (Natives natives = Natives.open(store(), StoreOptions.small(), false);
        WriteOptions options = new WriteOptions()) {
      natives.db.put(
          natives.handle(Family.LEAVES), options, leafHash.toByteArray(), Keys.index(index));
    }
  }

  private RocksLogStore open() throws IOException {
    return RocksLogStore.open(store(), StoreOptions.small());
  }

  private Path store() {
    return folder.resolve("store");
  }
}
