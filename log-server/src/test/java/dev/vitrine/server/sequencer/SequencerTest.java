package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.OpenAdmission;
import dev.vitrine.admission.Rejection;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.admission.StateView;
import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.Entries;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.FatalStoreException;
import dev.vitrine.server.storage.FaultyLogStore;
import dev.vitrine.server.storage.FaultyLogStore.Call;
import dev.vitrine.server.storage.FaultyLogStore.Fault;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final SequencerOptions OPTIONS =
      new SequencerOptions(1000, 1 << 20, 100, 64, 1 << 16);
  private final Admission admission = new OpenAdmission();
  private final Metrics metrics = new Metrics();
  private final Queue<Head> heads = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  private final MemoryLogStore memory = new MemoryLogStore();
  private final List<Sequencer> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Sequencer::close);
    metrics.close();
  }

  @Test
  void submit_manyEntries_eachAnsweredWithItsIndex() throws Exception {
    Sequencer sequencer = open(memory, admission, OPTIONS);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      answers.add(submit(sequencer, Entries.text(i)));
    }
    for (int i = 0; i < 900; i++) {
      Appended appended = get(answers.get(i));
      assertThat(appended.index()).isEqualTo(i);
      assertThat(appended.duplicate()).isFalse();
      assertThat(memory.entry(i)).contains(Entries.text(i));
    }
    assertThat(heads).last().isEqualTo(memory.head());
  }

  @Test
  void submit_duplicates_firstIndexInSameAndLaterBatchAndAfterRestart() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    // The first batch is held in the commit while copies of it arrive.
    CompletableFuture<Appended> first = submit(sequencer, Entries.text(1));
    gated.awaitEntered();
    CompletableFuture<Appended> overlapping = submit(sequencer, Entries.text(1));
    CompletableFuture<Appended> other = submit(sequencer, Entries.text(2));
    CompletableFuture<Appended> sameBatch = submit(sequencer, Entries.text(2));
    assertThat(first).isNotDone();
    gated.release();
    assertThat(get(first))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(0L, false);
    assertThat(get(overlapping))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(0L, true);
    assertThat(get(other))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(1L, false);
    assertThat(get(sameBatch))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(1L, true);
    sequencer.close();
    Sequencer again = open(memory, admission, OPTIONS);
    assertThat(get(submit(again, Entries.text(2))).index()).isEqualTo(1);
    assertThat(memory.head().size()).isEqualTo(2);
  }

  @Test
  void submit_whileSyncing_nothingAnsweredBeforeCommitReturns() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    CompletableFuture<Appended> answer = submit(sequencer, Entries.text(1));
    gated.awaitEntered();
    assertThat(answer).isNotDone();
    gated.release();
    assertThat(get(answer).index()).isZero();
  }

  private record Charged(Candidate candidate, String key) implements Candidate {
    @Override
    public byte[] entry() {
      return candidate.entry();
    }

    @Override
    public Hash leafHash() {
      return candidate.leafHash();
    }

    @Override
    public Optional<String> account() {
      return Optional.of(key);
    }
  }

  /** Open admission whose entries are charged to their first byte. */
  private final Admission charging =
      new Admission() {
        @Override
        public Candidate check(byte[] entry) throws RejectionException {
          return new Charged(admission.check(entry), String.valueOf((char) entry[0]));
        }

        @Override
        public Decision admit(StateView state, Candidate c, long index, Instant time) {
          return admission.admit(state, ((Charged) c).candidate(), index, time);
        }
      };

  private List<CompletableFuture<Appended>> flood(Sequencer sequencer, String key)
      throws Exception {
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] entry = (key + i).getBytes(StandardCharsets.UTF_8);
      answers.add(sequencer.submit(charging.check(entry)));
    }
    return answers;
  }

  @Test
  void submit_oneKeyFloodsTheQueue_othersStillFindAPlace() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, charging, new SequencerOptions(10, 1 << 20, 50, 1, 1 << 16));
    CompletableFuture<Appended> first =
        sequencer.submit(charging.check("x".getBytes(StandardCharsets.UTF_8)));
    gated.awaitEntered();
    List<CompletableFuture<Appended>> greedy = flood(sequencer, "a");
    CompletableFuture<Appended> other =
        sequencer.submit(charging.check("b".getBytes(StandardCharsets.UTF_8)));

    // Five wait; one more may have moved on into the open batch.
    List<CompletableFuture<Appended>> refused =
        greedy.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    assertThat(refused).hasSizeBetween(34, 35);
    assertThatThrownBy(() -> refused.get(0).get())
        .cause()
        .isInstanceOfSatisfying(
            OverloadedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(OverloadedException.Reason.KEY_SHARE_FULL);
              assertThat(e.keyId()).isEqualTo("a");
            })
        .hasMessage(
            "queue: 5 entries, 10 bytes of key a wait"
                + " (expected: room in its share, 50 % or 5 entries, 524250 bytes)");
    assertThat(other).isNotDone();
    gated.release();
    assertThat(get(other).duplicate()).isFalse();
    assertThat(get(first).index()).isZero();
    // What was drained is no longer held against the key.
    assertThat(flood(sequencer, "c").get(0)).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void submit_oneKeyFloodsTheQueue_anotherIsInTheNextBatchButOne() throws Exception {
    int batch = 4 * Lanes.TURN_ENTRIES;
    Gated gated = new Gated(memory);
    Sequencer sequencer =
        open(gated, charging, new SequencerOptions(20_000, 1 << 30, 90, batch, 1 << 30));
    sequencer.submit(charging.check("x".getBytes(StandardCharsets.UTF_8)));
    gated.awaitEntered();
    List<CompletableFuture<Appended>> flood = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      flood.add(sequencer.submit(charging.check(("a" + i).getBytes(StandardCharsets.UTF_8))));
    }
    CompletableFuture<Appended> slow =
        sequencer.submit(charging.check("b".getBytes(StandardCharsets.UTF_8)));
    gated.release();

    // One batch is in the commit and one may be put together already; it is in the one after these.
    assertThat(get(slow).index()).isLessThan(1 + 2 * batch);
    assertThat(get(flood.get(9_999)).index()).isEqualTo(10_001);
  }

  @Test
  void submit_queueFull_refusedAtOnceWithRetryAfter() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, new SequencerOptions(4, 1 << 20, 100, 2, 1 << 16));
    submit(sequencer, Entries.text(0));
    gated.awaitEntered();
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 1; i < 40; i++) {
      answers.add(submit(sequencer, Entries.text(i)));
    }
    List<CompletableFuture<Appended>> refused =
        answers.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    assertThat(refused).hasSizeGreaterThanOrEqualTo(33);
    assertThatThrownBy(() -> refused.get(0).get())
        .cause()
        .isInstanceOfSatisfying(
            OverloadedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(OverloadedException.Reason.QUEUE_FULL);
              assertThat(e.retryAfter()).isPositive();
            });
    gated.release();
    for (CompletableFuture<Appended> answer : answers) {
      if (!refused.contains(answer)) {
        get(answer);
      }
    }
    assertThat(memory.head().size()).isEqualTo(40 - refused.size());
  }

  @Test
  void commit_refusedForSpace_batchFailsNextGoesOn() throws Exception {
    FaultyLogStore faulty = new FaultyLogStore(memory);
    Sequencer sequencer = open(faulty, admission, OPTIONS);
    get(submit(sequencer, Entries.text(0)));
    faulty.arm(new Fault(Call.COMMIT, false, new DiskFullException("no room")));
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(1))))
        .cause()
        .isInstanceOfSatisfying(
            OverloadedException.class,
            e -> assertThat(e.reason()).isEqualTo(OverloadedException.Reason.DISK_FULL));
    assertThat(get(submit(sequencer, Entries.text(1))).index()).isEqualTo(1);
    assertThat(get(submit(sequencer, Entries.text(2))).index()).isEqualTo(2);
    assertThat(fatal).isNotDone();
  }

  @Test
  void commit_failsUnderAPreparedBatch_preparedOneIsDecidedAgain() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    CompletableFuture<Appended> lost = submit(sequencer, Entries.text(0));
    gated.awaitEntered();
    // A copy of the entry that will not be stored, and one more.
    CompletableFuture<Appended> copy = submit(sequencer, Entries.text(0));
    CompletableFuture<Appended> next = submit(sequencer, Entries.text(1));
    gated.fail(new StoreException("bad luck"));
    assertThatThrownBy(() -> get(lost)).cause().isInstanceOf(OverloadedException.class);
    assertThat(get(copy))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(0L, false);
    assertThat(get(next).index()).isEqualTo(1);
    assertThat(memory.entry(0)).contains(Entries.text(0));
  }

  @Test
  void commit_outcomeUnknown_everythingStops() throws Exception {
    FaultyLogStore faulty = new FaultyLogStore(memory);
    Sequencer sequencer = open(faulty, admission, OPTIONS);
    faulty.arm(
        new Fault(Call.COMMIT, true, new FatalStoreException("who knows", new IOException("EIO"))));
    CompletableFuture<Appended> answer = submit(sequencer, Entries.text(0));
    assertThat(fatal.get(10, TimeUnit.SECONDS)).hasMessage("who knows");
    assertThatThrownBy(() -> get(answer)).cause().isInstanceOf(StoppingException.class);
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(1))))
        .cause()
        .isInstanceOf(StoppingException.class);
    assertThat(heads).isEmpty();
  }

  @Test
  void indexOf_fails_thatEntryFailsOthersGoOn() throws Exception {
    FaultyLogStore faulty = new FaultyLogStore(memory);
    Sequencer sequencer = open(faulty, admission, OPTIONS);
    faulty.arm(new Fault(Call.INDEX_OF, false, new StoreException("read error")));
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(0))))
        .cause()
        .isInstanceOf(OverloadedException.class);
    assertThat(get(submit(sequencer, Entries.text(0))).index()).isZero();
  }

  @Test
  void close_acceptedEntries_allStoredAndAnswered() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(submit(sequencer, Entries.text(i)));
    }
    gated.release();
    sequencer.close();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    assertThat(memory.head().size()).isEqualTo(500);
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(500))))
        .cause()
        .isInstanceOf(StoppingException.class);
  }

  @Test
  void pause_drained_resumeTakesAgain() throws Exception {
    Sequencer sequencer = open(memory, admission, OPTIONS);
    for (int i = 0; i < 300; i++) {
      submit(sequencer, Entries.text(i));
    }
    sequencer.pause("frozen for a test");
    sequencer.awaitDrained();
    assertThat(memory.head().size()).isEqualTo(300);
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(300))))
        .cause()
        .hasMessage("frozen for a test");
    sequencer.resume();
    assertThat(get(submit(sequencer, Entries.text(300))).index()).isEqualTo(300);
  }

  @Test
  void admission_readsStateOfItsOwnAndTheSyncingBatch() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, new OncePerLength(), OPTIONS);
    CompletableFuture<Appended> first = submit(sequencer, Entries.text(1));
    gated.awaitEntered();
    CompletableFuture<Appended> second = submit(sequencer, Entries.text(2));
    CompletableFuture<Appended> longer = submit(sequencer, Entries.text(10));
    CompletableFuture<Appended> longerAgain = submit(sequencer, Entries.text(11));
    gated.release();
    assertThat(get(first).index()).isZero();
    assertThatThrownBy(() -> get(second))
        .cause()
        .isInstanceOfSatisfying(
            RejectedAppendException.class,
            e -> assertThat(e.rejection().code()).isEqualTo("LENGTH_TAKEN"));
    assertThat(get(longer).index()).isEqualTo(1);
    assertThatThrownBy(() -> get(longerAgain)).cause().isInstanceOf(RejectedAppendException.class);
  }

  private Sequencer open(LogStore store, Admission rules, SequencerOptions options)
      throws IOException {
    Sequencer sequencer =
        new Sequencer(
            store, rules, options, Clock.systemUTC(), metrics, heads::add, fatal::complete);
    opened.add(sequencer);
    return sequencer;
  }

  private CompletableFuture<Appended> submit(Sequencer sequencer, byte[] entry)
      throws RejectionException {
    return sequencer.submit(admission.check(entry));
  }

  private static Appended get(CompletableFuture<Appended> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(10, TimeUnit.SECONDS);
  }

  /** Admits one entry of each length. */
  private static final class OncePerLength implements Admission {
    @Override
    public Candidate check(byte[] entry) throws RejectionException {
      return new OpenAdmission().check(entry);
    }

    @Override
    public Decision admit(StateView state, Candidate candidate, long index, Instant batchTime) {
      byte[] key = ("length " + candidate.entry().length).getBytes(StandardCharsets.US_ASCII);
      if (state.get(key).isPresent()) {
        return new Decision.Rejected(
            new Rejection("LENGTH_TAKEN", "", "", "taken", Rejection.Status.FAILED_PRECONDITION));
      }
      return new Decision.Admitted(List.of(StateWrite.put(key, new byte[] {1})), List.of());
    }
  }

  /** Holds its first commit until told how to go on. */
  private static final class Gated extends ForwardingLogStore {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CompletableFuture<StoreException> verdict = new CompletableFuture<>();
    private boolean used;

    Gated(LogStore store) {
      super(store);
    }

    void awaitEntered() throws InterruptedException {
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    void release() {
      verdict.complete(null);
    }

    void fail(StoreException failure) {
      verdict.complete(failure);
    }

    @Override
    public void commit(Batch batch) throws StoreException {
      if (!used) {
        used = true;
        entered.countDown();
        StoreException failure = verdict.join();
        if (failure != null) {
          throw failure;
        }
      }
      super.commit(batch);
    }
  }
}
