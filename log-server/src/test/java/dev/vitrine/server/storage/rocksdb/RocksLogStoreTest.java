package dev.vitrine.server.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.server.Entries;
import dev.vitrine.server.storage.Batches;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.LogStoreContract;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksLogStoreTest extends LogStoreContract {
  @TempDir Path folder;

  @Override
  protected LogStore open() throws IOException {
    return RocksLogStore.open(folder.resolve("store"), StoreOptions.small());
  }

  @Test
  void store_reopened_holdsWhatWasCommitted() throws Exception {
    Batches batches = new Batches();
    store.commit(batches.next(Entries.range(0, 1000)));
    Head head = store.head();
    store.close();
    store = open();
    assertThat(store.head()).isEqualTo(head);
    assertThat(store.entry(999)).contains(Entries.text(999));
    store.commit(batches.next(Entries.range(1000, 1001)));
    assertThat(store.head().size()).isEqualTo(1001);
  }

  @Test
  void store_closed_refusesInsteadOfCrashing() throws Exception {
    store.commit(new Batches().next(Entries.range(0, 1)));
    store.close();
    assertThatThrownBy(() -> store.entry(0))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    store.close();
  }

  @Test
  void commit_belowFloor_refusedBeforeAnythingIsWritten() throws Exception {
    AtomicLong free = new AtomicLong(1000);
    Path other = folder.resolve("other");
    StoreOptions options = new StoreOptions(8L << 20, 1L << 20, 500);
    try (RocksLogStore small = RocksLogStore.open(other, options, free::get)) {
      Batches batches = new Batches();
      small.commit(batches.next(Entries.range(0, 1)));
      var second = batches.next(Entries.range(1, 2));
      free.set(499);
      assertThatThrownBy(() -> small.commit(second))
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("499")
          .hasMessageContaining("500");
      assertThat(small.head().size()).isEqualTo(1);
      assertThat(small.entry(0)).contains(Entries.text(0));
      free.set(500);
      small.commit(second);
      assertThat(small.entry(1)).contains(Entries.text(1));
    }
  }

  @Test
  void backup_whileOpen_isAStoreOfItsOwn() throws Exception {
    Batches batches = new Batches();
    store.commit(batches.next(Entries.range(0, 300)));
    Path copy = folder.resolve("copy");
    assertThat(store.backup(copy)).isEqualTo(store.head());
    store.commit(batches.next(Entries.range(300, 301)));
    try (RocksLogStore opened = RocksLogStore.open(copy, StoreOptions.small())) {
      assertThat(opened.head().size()).isEqualTo(300);
      assertThat(opened.entry(299)).contains(Entries.text(299));
      opened.verifyChecksums();
    }
  }
}
