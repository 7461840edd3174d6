package dev.vitrine.server.sequencer;

import dev.vitrine.admission.Admission;
import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.sequencer.OverloadedException.Reason;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.tile.TileFrontier;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The prepare thread's work: decides on entries as they come, into one open batch, and hands it
 * over whenever the commit thread is free. So a batch is as large as the last sync was long.
 */
final class Preparer implements Runnable {
  private static final Duration STORE_RETRY = Duration.ofSeconds(1);

  private final PendingQueue queue;
  private final Committer committer;
  private final LogStore store;
  private final Admission admission;
  private final SequencerOptions options;
  private final Clock clock;
  private final Consumer<Throwable> onFatal;
  private final SequencerMeters meters;
  // Owned by the prepare thread.
  private final List<Pending> drained = new ArrayList<>();
  private final SettledState settled;
  private TileFrontier frontier;
  private @Nullable Overlay committing;
  private OpenBatch open;
  private long preparing; // nanoseconds spent on the open batch so far
  private volatile boolean idle = true;
  private volatile boolean stopping;

  Preparer(
      PendingQueue queue,
      Committer committer,
      LogStore store,
      Admission admission,
      SequencerOptions options,
      Clock clock,
      TileFrontier frontier,
      SequencerMeters meters,
      Consumer<Throwable> onFatal) {
    this.queue = queue;
    this.committer = committer;
    this.store = store;
    this.admission = admission;
    this.options = options;
    this.clock = clock;
    this.frontier = frontier;
    this.onFatal = onFatal;
    this.meters = meters;
    this.settled = new SettledState(store);
    this.open = new OpenBatch(admission, store, frontier, null, settled, clock.instant());
  }

  /** Whether nothing that was taken is on its way. */
  boolean isIdle() {
    return idle && queue.depth() == 0 && committer.isFree();
  }

  void stop() {
    stopping = true;
    queue.wake();
  }

  @Override
  public void run() {
    try {
      while (committer.fatal() == null && !isDone()) {
        step();
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      onFatal.accept(e);
    } finally {
      failAll(new StoppingException("the server is stopping"));
      endCommitter();
    }
  }

  private void endCommitter() {
    try {
      committer.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws IOException, InterruptedException {
    if (isFull()) {
      queue.awaitOnly(() -> committer.isFree() || committer.fatal() != null);
    } else {
      queue.await(() -> isDone() || canHandOver() || committer.fatal() != null);
    }
    idle = false;
    if (committer.isFree() && committer.hasFailed()) {
      rebuild();
    }
    if (!isFull()) {
      decide();
    }
    if (canHandOver()) {
      handOver();
    }
    idle = open.isEmpty();
    queue.wake();
  }

  private boolean isDone() {
    return stopping && open.isEmpty() && queue.depth() == 0 && committer.isFree();
  }

  private boolean canHandOver() {
    return !open.isEmpty() && committer.isFree();
  }

  private boolean isFull() {
    return open.entryCount() >= options.batchEntries() || open.bytes() >= options.batchBytes();
  }

  private void decide() throws DamagedStoreException {
    long started = System.nanoTime();
    queue.drainTo(
        drained, options.batchEntries() - open.entryCount(), options.batchBytes() - open.bytes());
    if (open.isEmpty()) {
      // The batch begins now, not when the one before it was handed over.
      open = new OpenBatch(admission, store, frontier, committing, settled, clock.instant());
    }
    for (Pending pending : drained) {
      add(pending);
    }
    drained.clear();
    preparing += System.nanoTime() - started;
  }

  private void add(Pending pending) throws DamagedStoreException {
    try {
      Outcome settled = open.add(pending);
      if (settled != null) {
        settled.answer();
        meters.duplicate();
      }
    } catch (DamagedStoreException e) {
      throw e;
    } catch (StoreException e) {
      pending
          .answer()
          .completeExceptionally(
              new OverloadedException(STORE_RETRY, Reason.STORE_FAILED, "" + e.getMessage()));
    }
  }

  private void handOver() throws IOException, InterruptedException {
    if (committer.hasFailed()) {
      rebuild();
      return;
    }
    long started = System.nanoTime();
    SealedBatch sealed = open.seal();
    meters.prepared(preparing + System.nanoTime() - started);
    preparing = 0;
    CrashPoint.BATCH_PREPARED.pass();
    // The batch before this one is stored by now, so only this one's overlay still matters.
    committing = open.overlay();
    committing.detach();
    frontier = sealed.frontier();
    open = new OpenBatch(admission, store, frontier, committing, settled, clock.instant());
    committer.hand(sealed);
  }

  /** The batch below the open one was not stored: decide again, from what is. */
  private void rebuild() throws IOException {
    committer.forgive();
    List<Pending> again = open.pending();
    frontier = Sequencer.readFrontier(store);
    committing = null;
    open = new OpenBatch(admission, store, frontier, null, settled, clock.instant());
    for (Pending pending : again) {
      add(pending);
    }
  }

  private void failAll(StoppingException because) {
    queue.close(String.valueOf(because.getMessage()));
    queue.drainTo(drained, Integer.MAX_VALUE, Long.MAX_VALUE);
    drained.addAll(open.pending());
    for (Pending pending : drained) {
      pending.answer().completeExceptionally(because);
    }
  }
}
