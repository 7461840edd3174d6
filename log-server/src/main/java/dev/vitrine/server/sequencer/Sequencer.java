package dev.vitrine.server.sequencer;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreTiles;
import dev.vitrine.tile.TileFrontier;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Owns the three threads of the write path and the queue in front of them. */
public final class Sequencer implements AutoCloseable {
  private final PendingQueue queue;
  private final Preparer preparer;
  private final Committer committer;
  private final ExecutorService answers = Executors.newSingleThreadExecutor(named("answer"));
  private volatile boolean failed;
  private final Thread prepareThread;
  private final Thread commitThread;

  /**
   * Reads the right edge of the stored tree and compares it with the stored root.
   *
   * @param listener told of each durable head
   * @param onFatal told once, when the outcome of a commit is unknown; the process must end
   * @throws DamagedStoreException if the tiles do not make up the head's root
   */
  public Sequencer(
      LogStore store,
      Admission admission,
      SequencerOptions options,
      Clock clock,
      Metrics metrics,
      CommitListener listener,
      Consumer<Throwable> onFatal)
      throws IOException {
    TileFrontier frontier = readFrontier(store);
    SequencerMeters meters = new SequencerMeters(metrics, options.queueEntries());
    queue =
        new PendingQueue(
            options.queueEntries(), options.queueBytes(), options.keyPercent(), meters::retryAfter);
    committer = new Committer(store, answers, listener, queue::wake, fail(onFatal), meters);
    preparer =
        new Preparer(
            queue, committer, store, admission, options, clock, frontier, meters, fail(onFatal));
    metrics.gauge(Metric.QUEUE_DEPTH, queue::depth);
    metrics.gauge(Metric.QUEUE_CAPACITY, options::queueEntries);
    prepareThread = named("prepare").newThread(preparer);
    commitThread = named("commit").newThread(committer);
    commitThread.start();
    prepareThread.start();
  }

  /** Offers a checked entry; completes or fails as {@link Appender#append} says. */
  public CompletableFuture<Appended> submit(Candidate candidate) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    submit(candidate, answer);
    return answer;
  }

  /** Offers a checked entry whose answer is already awaited. */
  public void submit(Candidate candidate, CompletableFuture<Appended> answer) {
    submit(candidate, answer, null);
  }

  /**
   * Offers a checked entry whose answer is already awaited.
   *
   * @param line whatever stands for the line it came on: entries of one are decided on in the order
   *     in which they are offered; null: its order does not matter
   */
  public void submit(
      Candidate candidate, CompletableFuture<Appended> answer, @Nullable Object line) {
    try {
      queue.offer(new Pending(candidate, answer, line, System.nanoTime()));
      CrashPoint.ENTRY_QUEUED.pass();
    } catch (AppendException e) {
      answer.completeExceptionally(e);
    }
  }

  /**
   * Whether an entry offered now would be turned away for lack of room or because no more are
   * taken; then the answer says so.
   */
  public boolean refuses(CompletableFuture<Appended> answer) {
    AppendException refusal = queue.refusal();
    return refusal != null && answer.completeExceptionally(refusal);
  }

  /** Takes no more entries until {@link #resume}; what was taken will be stored. */
  public void pause(String because) {
    queue.close(because);
  }

  /** Takes entries again, unless the store has failed: then nobody is there to store them. */
  public void resume() {
    if (!failed) {
      queue.close(null);
    }
  }

  /** Waits until all that was taken is stored and answered; to be called while paused. */
  public void awaitDrained() throws InterruptedException {
    queue.awaitOnly(() -> failed || preparer.isIdle());
    if (failed) {
      throw new IllegalStateException("the store has failed: what was taken may not be stored");
    }
    CompletableFuture.runAsync(() -> {}, answers).join();
  }

  public int queueDepth() {
    return queue.depth();
  }

  /** Stores and answers what was taken, then ends the threads. */
  @Override
  public void close() {
    queue.close("the server is stopping");
    preparer.stop();
    join(prepareThread);
    join(commitThread);
    answers.shutdown();
    try {
      answers.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Consumer<Throwable> fail(Consumer<Throwable> onFatal) {
    return because -> {
      failed = true;
      queue.close("the store has failed");
      onFatal.accept(because);
    };
  }

  static TileFrontier readFrontier(LogStore store) throws IOException {
    Head head = store.head();
    TileFrontier frontier;
    try {
      frontier = TileFrontier.read(new StoreTiles(store), head.size());
    } catch (IOException e) {
      throw new DamagedStoreException(
          "right edge of the tree of size " + head.size() + ": " + e.getMessage(), e);
    }
    if (!frontier.root().equals(head.root())) {
      throw new DamagedStoreException(
          "tiles at size "
              + head.size()
              + " make up root "
              + frontier.root()
              + " (expected: "
              + head.root()
              + ", the stored head)");
    }
    return frontier;
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofMinutes(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory named(String role) {
    return work -> new Thread(work, "vitrine-" + role);
  }
}
