package dev.vitrine.server.sequencer;

import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.sequencer.OverloadedException.Reason;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.FatalStoreException;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commit thread's work: stores one sealed batch at a time and hands its answers on.
 *
 * <p>{@link #isFree} and {@link #hasFailed} are written by the commit thread and read by the
 * prepare thread, which is the only one to call {@link #hand} and {@link #forgive}.
 */
final class Committer implements Runnable {
  private static final Duration STORE_RETRY = Duration.ofSeconds(1);

  private static final long LOOK_AGAIN_MILLIS = 100;

  /** Ends the commit thread. */
  private static final Object END = new Object();

  private final LogStore store;
  private final Executor answers;
  private final Runnable onFree;
  private final Consumer<Throwable> onFatal;
  private final SequencerMeters meters;
  private final SynchronousQueue<Object> handed = new SynchronousQueue<>();
  private final CommitListener listener;
  private volatile boolean free = true;
  private volatile boolean failed;
  private volatile @Nullable Throwable fatal;

  Committer(
      LogStore store,
      Executor answers,
      CommitListener listener,
      Runnable onFree,
      Consumer<Throwable> onFatal,
      SequencerMeters meters) {
    this.store = store;
    this.answers = answers;
    this.listener = listener;
    this.onFree = onFree;
    this.onFatal = onFatal;
    this.meters = meters;
  }

  boolean isFree() {
    return free;
  }

  /** Whether the last batch was not stored, so that nothing may be built on it. */
  boolean hasFailed() {
    return failed;
  }

  /** What made the outcome of a commit unknown, once that has happened. */
  @Nullable Throwable fatal() {
    return fatal;
  }

  void forgive() {
    failed = false;
  }

  /** Gives a batch to the commit thread, or fails it if that thread has ended by itself. */
  void hand(SealedBatch batch) throws InterruptedException {
    free = false;
    boolean taken = false;
    while (!taken && fatal == null) {
      taken = handed.offer(batch, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (!taken) {
      failAnswers(batch, new StoppingException("the store has failed"));
    }
  }

  /** Ends the commit thread after what it is storing, unless it has ended by itself. */
  void end() throws InterruptedException {
    while (fatal == null && !handed.offer(END, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {}
  }

  @Override
  public void run() {
    try {
      while (fatal == null && handed.take() instanceof SealedBatch batch) {
        commit(batch);
        free = true;
        onFree.run();
      }
    } catch (InterruptedException e) {
      die(e);
    }
  }

  private void commit(SealedBatch batch) {
    try {
      if (batch.hasEntries()) {
        CrashPoint.BEFORE_COMMIT.pass();
        long started = System.nanoTime();
        store.commit(batch.batch());
        meters.committed(batch, System.nanoTime() - started);
        CrashPoint.AFTER_COMMIT.pass();
        listener.committed(batch.batch().next());
      }
      answers.execute(() -> answer(batch));
    } catch (FatalStoreException e) {
      failAnswers(batch, new StoppingException("the outcome of the commit is unknown"));
      die(e);
    } catch (StoreException e) {
      failed = true;
      Event.BATCH_FAILED.warn().addKeyValue("reason", e.getMessage()).log();
      Reason reason = e instanceof DiskFullException ? Reason.DISK_FULL : Reason.STORE_FAILED;
      failAnswers(batch, new OverloadedException(STORE_RETRY, reason, message(e)));
    } catch (RuntimeException | Error e) {
      // Not foreseen, so nobody knows how far it came.
      failAnswers(batch, new StoppingException("the outcome of the commit is unknown"));
      die(e);
    }
  }

  private void answer(SealedBatch batch) {
    CrashPoint.BEFORE_ANSWER.pass();
    batch.answer();
    meters.answered(batch);
    CrashPoint.AFTER_ANSWER.pass();
  }

  private void failAnswers(SealedBatch batch, AppendException because) {
    answers.execute(() -> batch.fail(because));
  }

  private void die(Throwable because) {
    fatal = because;
    onFatal.accept(because);
  }

  private static String message(StoreException e) {
    return String.valueOf(e.getMessage());
  }
}
