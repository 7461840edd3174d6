package dev.vitrine.server.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.PackageExample;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.server.Entries;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.storage.Batches;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.HeadStore;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.MemoryHeadStore;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final String ORIGIN = "log.example/test";
  private static final PublisherOptions FAST = options(Duration.ofMillis(1));

  private final MemoryLogStore store = new MemoryLogStore();
  private final Batches batches = new Batches();
  private final MemoryHeadStore heads = new MemoryHeadStore();
  private final Metrics metrics = new Metrics();
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  private CheckpointSigner signer;

  @BeforeEach
  void makeKey() throws Exception {
    signer = new CheckpointSigner(SignerKey.generate(ORIGIN, SignatureType.ED25519));
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void open_newLog_signsTheEmptyTree() throws Exception {
    try (Publisher publisher = open(store, heads, FAST)) {
      assertThat(publisher.visible().orElseThrow().size()).isZero();
      assertThat(stored().checkpoint().size()).isZero();
    }
  }

  @Test
  void committed_idleLog_publishedLongBeforeTheInterval() throws Exception {
    try (Publisher publisher = open(store, heads, options(Duration.ofMillis(300)))) {
      long started = System.nanoTime();
      commit(publisher, 5);
      PublishedCheckpoint first = publisher.awaitPublished(4).get(10, TimeUnit.SECONDS);
      assertThat(first.size()).isEqualTo(5);
      // The second one comes within the interval of the first, and waits for its end.
      commit(publisher, 5);
      publisher.awaitPublished(9).get(10, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThan(Duration.ofMillis(250));
    }
  }

  @Test
  void committed_withinInterval_onlyNewestSigned() throws Exception {
    AtomicInteger count = new AtomicInteger();
    HeadStore counting = counting(count);
    try (Publisher publisher = open(store, counting, options(Duration.ofMinutes(10)))) {
      for (int i = 0; i < 20; i++) {
        commit(publisher, 1);
      }
    }
    // The empty tree at start and everything at the stop.
    assertThat(count).hasValue(2);
    assertThat(stored().checkpoint().size()).isEqualTo(20);
  }

  @Test
  void committed_storeReadsBackSomethingElse_endsAndSignsNothing() throws Exception {
    LiarStore liar = new LiarStore(store);
    try (Publisher publisher = open(liar, heads, FAST)) {
      commit(publisher, 300);
      publisher.awaitPublished(299).get(10, TimeUnit.SECONDS);
      liar.lying = true;
      commit(publisher, 1);
      assertThat(fatal.get(10, TimeUnit.SECONDS)).hasMessageContaining("size 301");
      assertThat(stored().checkpoint().size()).isEqualTo(300);
      assertThat(publisher.visible().orElseThrow().size()).isEqualTo(300);
    }
  }

  @Test
  void headStore_failsBeforeOrAfter_triedAgainUntilStored() throws Exception {
    for (boolean after : new boolean[] {false, true}) {
      AtomicInteger faults = new AtomicInteger();
      HeadStore faulty =
          new HeadStore() {
            @Override
            public Optional<byte[]> load() {
              return heads.load();
            }

            @Override
            public void store(byte[] signedHead) throws IOException {
              if (after) {
                heads.store(signedHead);
              }
              if (faults.getAndDecrement() > 0) {
                throw new IOException("no luck");
              }
              heads.store(signedHead);
            }
          };
      try (Publisher publisher = open(store, faulty, FAST)) {
        faults.set(2);
        commit(publisher, 3);
        long last = store.head().size() - 1;
        PublishedCheckpoint published = publisher.awaitPublished(last).get(20, TimeUnit.SECONDS);
        assertThat(published.bytes()).isEqualTo(heads.load().orElseThrow());
        assertThat(fatal).isNotDone();
      }
    }
  }

  @Test
  void open_storeBehindSignedHead_refused() throws Exception {
    try (Publisher publisher = open(store, heads, FAST)) {
      commit(publisher, 3);
    }
    byte[] signed = heads.load().orElseThrow();
    assertThatThrownBy(() -> open(new MemoryLogStore(), heads, FAST))
        .isInstanceOf(RollbackException.class)
        .hasMessageContaining("head is 0")
        .hasMessageContaining(">= 3");
    assertThat(heads.load()).contains(signed);
  }

  /** The package's worked example. */
  @Test
  void open_storeOfOneBesideAHeadOfThree_refusedInTheWordsOfTheExample() throws Exception {
    try (Publisher publisher = open(store, heads, FAST)) {
      commit(publisher, 3);
    }
    MemoryLogStore older = new MemoryLogStore();
    older.commit(new Batches().next(Entries.range(0, 1)));
    assertThatThrownBy(() -> open(older, heads, FAST))
        .hasMessageStartingWith(PackageExample.of(Publisher.class).get(0));
  }

  @Test
  void close_waiters_areToldNotLeft() throws Exception {
    Publisher publisher = open(store, heads, FAST);
    CompletableFuture<PublishedCheckpoint> never = publisher.awaitPublished(1000);
    publisher.close();
    assertThat(never).isCompletedExceptionally();
    assertThat(publisher.awaitWitnessed(1000)).isCompletedExceptionally();
  }

  private void commit(Publisher publisher, int entries) throws StoreException {
    long size = store.head().size();
    store.commit(batches.next(Entries.range(size, size + entries)));
    publisher.committed(store.head());
  }

  private SignedCheckpoint stored() throws Exception {
    return SignedCheckpoint.parse(heads.load().orElseThrow());
  }

  private Publisher open(LogStore log, HeadStore signed, PublisherOptions options)
      throws IOException {
    return new Publisher(
        log,
        ORIGIN,
        signer,
        signed,
        new MemoryHeadStore(),
        Optional.empty(),
        options,
        Clock.systemUTC(),
        metrics,
        fatal::complete);
  }

  private HeadStore counting(AtomicInteger count) {
    return new HeadStore() {
      @Override
      public Optional<byte[]> load() {
        return heads.load();
      }

      @Override
      public void store(byte[] signedHead) {
        count.incrementAndGet();
        heads.store(signedHead);
      }
    };
  }

  private static PublisherOptions options(Duration interval) {
    return new PublisherOptions(interval, Duration.ofHours(1), Duration.ofSeconds(1));
  }

  /** Gives back a tile with one bit changed. */
  private static final class LiarStore extends ForwardingLogStore {
    private volatile boolean lying;

    LiarStore(LogStore store) {
      super(store);
    }

    @Override
    public Optional<byte[]> tile(int level, long index) throws StoreException {
      Optional<byte[]> tile = super.tile(level, index);
      if (lying && level == 0 && index == 1) {
        tile.ifPresent(bytes -> bytes[3] ^= 1);
      }
      return tile;
    }
  }
}
