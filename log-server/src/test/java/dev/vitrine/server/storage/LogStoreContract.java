package dev.vitrine.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.PackageExample;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.server.Entries;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileHashReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do; run on each implementation. */
public abstract class LogStoreContract {
  protected LogStore store;
  private final Batches batches = new Batches();

  protected abstract LogStore open() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void store_new_isEmpty() throws Exception {
    assertThat(store.head()).isEqualTo(Head.EMPTY);
    assertThat(store.entry(0)).isEmpty();
    assertThat(store.tile(0, 0)).isEmpty();
    assertThat(store.indexOf(TreeHasher.leaf(Entries.text(0)))).isEmpty();
    assertThat(store.encodedEntries(0, 0)).isEmpty();
  }

  @Test
  void commit_anyBatchSizes_everyEntryAndIndexReadBack() throws Exception {
    long size = 0;
    for (int count : new int[] {1, 1, 2, 3, 250, 255, 256, 257, 600, 1}) {
      store.commit(batches.next(Entries.range(size, size + count)));
      size += count;
      assertThat(store.head().size()).isEqualTo(size);
    }
    for (long i = 0; i < size; i++) {
      assertThat(store.entry(i)).as("entry %d", i).contains(Entries.text(i));
      assertThat(store.indexOf(TreeHasher.leaf(Entries.text(i)))).hasValue(i);
    }
    assertThat(store.entry(size)).isEmpty();
    assertThat(store.entry(-1)).isEmpty();
  }

  /** The package's worked example. */
  @Test
  void encodedEntries_hiAndThere_areThoseOfTheExample() throws Exception {
    store.commit(batches.next(List.of(ascii("hi"), ascii("there"))));
    assertThat(HexFormat.of().formatHex(store.encodedEntries(0, 2)))
        .isEqualTo(PackageExample.of(LogStore.class).get(0).replace(" ", ""));
  }

  @Test
  void commit_largeEntries_readBackAcrossRuns() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entries.add(Entries.random(1, i, i % 3 == 0 ? 65_535 : 1 + 7 * i + 4));
    }
    store.commit(batches.next(entries));
    List<byte[]> seen = new ArrayList<>();
    store.entries(3, 40, (index, entry) -> seen.add(entry));
    assertThat(seen).hasSize(37);
    for (int i = 0; i < 37; i++) {
      assertThat(seen.get(i)).isEqualTo(entries.get(i + 3));
    }
  }

  @Test
  void encodedEntries_anyRangeInABundle_isTheBundleEncoding() throws Exception {
    store.commit(batches.next(Entries.range(0, 100)));
    store.commit(batches.next(Entries.range(100, 101)));
    store.commit(batches.next(Entries.range(101, 300)));
    for (int[] range : new int[][] {{0, 256}, {256, 300}, {0, 1}, {99, 102}, {17, 255}}) {
      assertThat(store.encodedEntries(range[0], range[1]))
          .isEqualTo(EntryBundle.encode(Entries.range(range[0], range[1])));
    }
  }

  @Test
  void entries_sinkHasEnough_stops() throws Exception {
    store.commit(batches.next(Entries.range(0, 10)));
    List<Long> seen = new ArrayList<>();
    store.entries(2, 9, (index, entry) -> seen.add(index) && seen.size() < 3);
    assertThat(seen).containsExactly(2L, 3L, 4L);
  }

  @Test
  void entries_beyondHead_refused() throws Exception {
    store.commit(batches.next(Entries.range(0, 10)));
    assertThatThrownBy(() -> store.entries(0, 11, (i, e) -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..11");
  }

  @Test
  void tiles_rightEdge_growAndGiveEveryOlderRoot() throws Exception {
    List<Head> heads = new ArrayList<>();
    for (long size = 0; size < 700; size += 70) {
      store.commit(batches.next(Entries.range(size, size + 70)));
      heads.add(store.head());
    }
    for (Head head : heads) {
      TileHashReader reader = new TileHashReader(new StoreTiles(store), head.size());
      assertThat(ProofBuilder.root(reader, head.size())).isEqualTo(head.root());
    }
  }

  @Test
  void commit_wrongBase_refusedAndNothingStored() throws Exception {
    Batch first = batches.next(Entries.range(0, 3));
    Batch second = batches.next(Entries.range(3, 5));
    assertThatThrownBy(() -> store.commit(second)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store.head()).isEqualTo(Head.EMPTY);
    store.commit(first);
    store.commit(second);
    assertThat(store.head()).isEqualTo(second.next());
  }

  @Test
  void state_writes_lastOneCounts() throws Exception {
    byte[] key = ascii("k");
    store.commit(
        batches.next(
            Entries.range(0, 1),
            List.of(StateWrite.put(key, ascii("1")), StateWrite.put(key, ascii("2"))),
            List.of()));
    assertThat(store.state(key)).contains(ascii("2"));
    store.commit(batches.next(Entries.range(1, 2), List.of(StateWrite.delete(key)), List.of()));
    assertThat(store.state(key)).isEmpty();
  }

  @Test
  void lookup_bothOrders_pagesWithoutGapsOrOtherKeys() throws Exception {
    List<LookupWrite> rows = new ArrayList<>();
    for (long i = 0; i < 25; i++) {
      rows.add(new LookupWrite(ascii("key"), i));
      rows.add(new LookupWrite(ascii("keyring"), i));
    }
    store.commit(batches.next(Entries.range(0, 25), List.of(), rows));
    assertThat(pages(ascii("key"), false)).containsExactlyElementsOf(numbers(0, 25, 1));
    assertThat(pages(ascii("key"), true)).containsExactlyElementsOf(numbers(24, -1, -1));
    assertThat(store.lookup(ascii("none"), -1, 10, false).indices()).isEmpty();
    assertThat(store.lookupPrefix(ascii("key"), 20, 10).indices())
        .containsExactly(20L, 21L, 22L, 23L, 24L, 0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void blob_stored_readBackByItsHash() throws Exception {
    byte[] content = Entries.random(2, 0, 100_000);
    Hash name = store.putBlob(content);
    assertThat(name).isEqualTo(Hash.of(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(store.blob(name)).contains(content);
    assertThat(store.blob(Hash.EMPTY_ROOT)).isEmpty();
    assertThat(store.blobSize(name)).hasValue(content.length);
    assertThat(store.blobSize(Hash.EMPTY_ROOT)).isEmpty();
    List<Hash> names = new ArrayList<>();
    store.blobNames(names::add);
    assertThat(names).containsExactly(name);
  }

  @Test
  void meta_setAndRemoved() throws Exception {
    store.putMeta("frozen", Optional.of(ascii("why")));
    assertThat(store.meta("frozen")).contains(ascii("why"));
    store.putMeta("frozen", Optional.empty());
    assertThat(store.meta("frozen")).isEmpty();
  }

  private List<Long> pages(byte[] key, boolean descending) throws StoreException {
    List<Long> all = new ArrayList<>();
    long after = descending ? Long.MAX_VALUE : -1;
    LookupPage page;
    do {
      page = store.lookup(key, after, 10, descending);
      all.addAll(page.indices());
      after = all.get(all.size() - 1);
    } while (page.more());
    return all;
  }

  private static List<Long> numbers(long from, long to, long step) {
    List<Long> numbers = new ArrayList<>();
    for (long i = from; i != to; i += step) {
      numbers.add(i);
    }
    return numbers;
  }

  private static byte[] ascii(String text) {
    return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), text.length());
  }
}
