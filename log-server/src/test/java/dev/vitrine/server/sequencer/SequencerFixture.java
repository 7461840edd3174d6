package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.OpenAdmission;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** A sequencer over a store in memory, and what it told its surroundings. */
abstract class SequencerFixture {
  static final SequencerOptions OPTIONS = new SequencerOptions(1000, 1 << 20, 100, 64, 1 << 16);
  final Admission admission = new OpenAdmission();
  final Metrics metrics = new Metrics();
  final Queue<Head> heads = new ConcurrentLinkedQueue<>();
  final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  final MemoryLogStore memory = new MemoryLogStore();
  final List<Sequencer> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Sequencer::close);
    metrics.close();
  }

  Sequencer open(LogStore store, Admission rules, SequencerOptions options) throws IOException {
    Sequencer sequencer =
        new Sequencer(
            store, rules, options, Clock.systemUTC(), metrics, heads::add, fatal::complete);
    opened.add(sequencer);
    return sequencer;
  }

  CompletableFuture<Appended> submit(Sequencer sequencer, byte[] entry) throws RejectionException {
    return sequencer.submit(admission.check(entry));
  }

  static Appended get(CompletableFuture<Appended> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(10, TimeUnit.SECONDS);
  }

  /** Holds its first commit until told how to go on. */
  static final class Gated extends ForwardingLogStore {
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
