package dev.vitrine.server.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.PackageExample;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.server.Entries;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.storage.Batches;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.LogStoreContract;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksIterator;

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

  /** The package's worked example. */
  @Test
  void rows_ofHiAndThere_areThoseOfTheExample() throws Exception {
    byte[] hi = "hi".getBytes(StandardCharsets.US_ASCII);
    byte[] there = "there".getBytes(StandardCharsets.US_ASCII);
    store.commit(new Batches().next(List.of(hi, there)));
    store.close();
    List<String> rows = new ArrayList<>();
    try (Natives natives = Natives.open(folder.resolve("store"), StoreOptions.small(), false)) {
      for (Family family : Family.values()) {
        addRows(natives, family, rows);
      }
    }
    Stream<String> example = PackageExample.of(RocksLogStore.class).stream();
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(example.map(row -> row.replace(" ", "")).toList());
  }

  private static void addRows(Natives natives, Family family, List<String> rows) {
    try (RocksIterator row = natives.db.newIterator(natives.handle(family), natives.read)) {
      for (row.seekToFirst(); row.isValid(); row.next()) {
        HexFormat hex = HexFormat.of();
        String name = new String(family.bytes(), StandardCharsets.US_ASCII);
        rows.add(name + hex.formatHex(row.key()) + hex.formatHex(row.value()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {64 << 10, 1 << 20})
  void openBeside_whileBuffersAreWrittenToFiles_isAllOfWhatItsHeadSays(long writeBuffer)
      throws Exception {
    Path written = folder.resolve("written");
    StoreOptions options = new StoreOptions(4L << 20, writeBuffer, 0, 0);
    AtomicBoolean enough = new AtomicBoolean();
    try (RocksLogStore busy = RocksLogStore.open(written, options)) {
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> fill(busy, enough));
      try {
        Awaitility.await().until(() -> busy.head().size() > 2_000);
        for (int i = 0; i < 12; i++) {
          Path scratch = Files.createDirectory(folder.resolve("scratch" + i));
          Head before = busy.head();
          try (RocksLogStore beside = RocksLogStore.openBeside(written, options, scratch)) {
            assertThat(beside.head().size()).isGreaterThanOrEqualTo(before.size());
            assertHoldsItsHead(beside);
          }
        }
      } finally {
        enough.set(true);
        writer.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static void fill(LogStore store, AtomicBoolean enough) {
    Batches batches = new Batches();
    for (int size = 0; !enough.get(); size += 100) {
      List<byte[]> entries = new ArrayList<>();
      for (int i = size; i < size + 100; i++) {
        entries.add(Entries.random(1, i, 3_000));
      }
      try {
        store.commit(batches.next(entries));
      } catch (StoreException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void assertHoldsItsHead(RocksLogStore beside) throws Exception {
    Head head = beside.head();
    assertThat(new LogReads(beside).root(head.size())).isEqualTo(head.root());
    AtomicLong next = new AtomicLong();
    beside.entries(0, head.size(), (index, entry) -> next.compareAndSet(index, index + 1));
    assertThat(next).hasValue(head.size());
    byte[] last = beside.entry(head.size() - 1).orElseThrow();
    assertThat(beside.indexOf(TreeHasher.leaf(last))).hasValue(head.size() - 1);
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
    StoreOptions options = new StoreOptions(8L << 20, 1L << 20, 1L << 20, 500);
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
