package dev.vitrine.server.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.server.Entries;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.Batches;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LookupWrite;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers beside a writer, on the real store: whatever they see is one whole batch or another. */
class ReadsDuringCommitTest {
  private static final int BATCHES = 300;
  private static final int READERS = 3;
  private static final byte[] STATE = {1};
  private static final byte[] LOOKUP = {2};

  @TempDir Path folder;
  private RocksLogStore store;
  private LogReads reads;
  private final List<Batch> batches = new ArrayList<>();
  private final AtomicInteger written = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    store = RocksLogStore.open(folder.resolve("store"), StoreOptions.small());
    reads = new LogReads(store);
    Batches maker = new Batches();
    SplittableRandom random = new SplittableRandom(7);
    long size = 0;
    for (int i = 0; i < BATCHES; i++) {
      // Often over the border of a tile, and now and then over several.
      long end = size + 1 + random.nextInt(i % 20 == 0 ? 900 : 90);
      batches.add(
          maker.next(
              Entries.range(size, end),
              List.of(StateWrite.put(STATE, ByteBuffer.allocate(8).putLong(end).array())),
              List.of(new LookupWrite(LOOKUP, end - 1))));
      size = end;
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void reads_whileBatchesCommit_headEntriesTilesAndIndexAgree() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<Integer>> seen = new ArrayList<>();
      BooleanSupplier more = () -> written.get() < BATCHES;
      for (int i = 0; i < READERS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        seen.add(readers.submit(() -> readWhile(more, random)));
      }
      for (Batch batch : batches) {
        store.commit(batch);
        written.incrementAndGet();
      }
      for (Future<Integer> reader : seen) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).as("looks at a moving head").isPositive();
      }
    } finally {
      written.set(BATCHES);
      readers.shutdown();
    }
  }

  private int readWhile(BooleanSupplier more, SplittableRandom random) throws Exception {
    int looks = 0;
    while (more.getAsBoolean()) {
      assertAllOfTheHead(random);
      assertNothingBeyondTheHead(random);
      assertRowsOfOneBatchTogether();
      looks++;
    }
    return looks;
  }

  /** What is under a head that was read is there, to the last row. */
  private void assertAllOfTheHead(SplittableRandom random) throws Exception {
    Head head = reads.head();
    long size = head.size();
    if (size == 0) {
      return;
    }
    long last = size - 1;
    assertThat(reads.root(size)).isEqualTo(head.root());
    assertThat(reads.entry(last)).contains(Entries.text(last));
    assertThat(reads.indexOf(TreeHasher.leaf(Entries.text(last)))).hasValue(last);
    assertThat(reads.lookup(LOOKUP, Long.MAX_VALUE, 1, true).indices().get(0))
        .isGreaterThanOrEqualTo(last);
    assertThat(ByteBuffer.wrap(reads.state(STATE).orElseThrow()).getLong())
        .isGreaterThanOrEqualTo(size);
    for (TileId edge : TileLayout.rightEdge(size)) {
      assertThat(reads.tile(edge)).as(edge.path()).isPresent();
    }
    BundleId bundle = TileLayout.bundle(last / TileId.FULL_WIDTH, size).orElseThrow();
    long start = bundle.index() * TileId.FULL_WIDTH;
    assertThat(reads.bundle(bundle).orElseThrow())
        .isEqualTo(EntryBundle.encode(Entries.range(start, size)));
    long older = 1 + random.nextLong(size);
    assertThat(reads.consistency(older, size).newSize()).isEqualTo(size);
  }

  /** What is not under the newest head is not shown. */
  private void assertNothingBeyondTheHead(SplittableRandom random) throws Exception {
    long beyond = reads.head().size() + random.nextInt(40);
    boolean entry = reads.entry(beyond).isPresent();
    boolean index = reads.indexOf(TreeHasher.leaf(Entries.text(beyond))).isPresent();
    int width = (int) (beyond % TileId.FULL_WIDTH) + 1;
    TileId id = new TileId(0, beyond / TileId.FULL_WIDTH, width);
    Optional<byte[]> tile = reads.tile(id);
    List<Long> found = reads.lookup(LOOKUP, Long.MAX_VALUE, 1, true).indices();
    long size = reads.head().size();
    if (entry || index || tile.isPresent()) {
      assertThat(size)
          .as("entry %s, index %s, tile %s at %d", entry, index, tile.isPresent(), beyond)
          .isGreaterThan(beyond);
    }
    assertThat(found).allMatch(row -> row < size);
  }

  /** A row of a batch is readable only if the others are. */
  private void assertRowsOfOneBatchTogether() throws Exception {
    Optional<byte[]> state = store.state(STATE);
    if (state.isEmpty()) {
      return;
    }
    long size = ByteBuffer.wrap(state.get()).getLong();
    TileId edge = TileLayout.tile(0, (size - 1) / TileId.FULL_WIDTH, size).orElseThrow();
    byte[] tile = store.tile(0, edge.index()).orElseThrow();
    assertThat(tile.length / Hash.SIZE).isGreaterThanOrEqualTo(edge.width());
    assertThat(Hash.of(tile, (edge.width() - 1) * Hash.SIZE))
        .isEqualTo(TreeHasher.leaf(Entries.text(size - 1)));
  }
}
