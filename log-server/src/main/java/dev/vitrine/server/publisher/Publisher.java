package dev.vitrine.server.publisher;

import dev.vitrine.merkle.ProofException;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.sequencer.StoppingException;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.HeadStore;
import dev.vitrine.server.storage.LogStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread that turns committed heads into checkpoints, and what readers see of it. */
public final class Publisher implements Checkpoints, AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final PublisherOptions options;
  private final Consumer<Throwable> onFatal;
  private final Signing signing; // owned by the publisher's thread
  private final @Nullable CosignStage cosigning;
  private final ExecutorService answers = Executors.newSingleThreadExecutor(named("published"));
  private final ScheduledExecutorService cosigner =
      Executors.newSingleThreadScheduledExecutor(named("cosign"));
  private final Waiters published = new Waiters(answers);
  private final Waiters witnessed = new Waiters(answers);
  private final List<Consumer<PublishedCheckpoint>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final Timer publishing;
  private final Counter count;
  private volatile @Nullable PublishedCheckpoint visible;
  private volatile long signedSize;
  private volatile long signedAt = System.nanoTime();
  // Guarded by this.
  private Head committed;
  private boolean stopping;

  /**
   * Compares the store with the last signed head, signs the present one, and starts.
   *
   * @param signedHeads holds the newest head the log signed
   * @param visibleHeads holds the newest checkpoint readers saw; used with witnesses only
   * @param onFatal told when the store contradicts what is signed; the process must end
   * @throws RollbackException if the store is behind or contradicts what is signed
   */
  public Publisher(
      LogStore store,
      String origin,
      CheckpointSigner signer,
      HeadStore signedHeads,
      HeadStore visibleHeads,
      Optional<WitnessQuorum> witnesses,
      PublisherOptions options,
      Clock clock,
      Metrics metrics,
      Consumer<Throwable> onFatal)
      throws IOException {
    this.options = options;
    this.onFatal = onFatal;
    Recovery recovery = new Recovery(store, origin, signer.verifierKeys());
    Head lastSigned =
        recovery
            .lastSigned(signedHeads)
            .map(s -> new Head(s.checkpoint().size(), s.checkpoint().root()))
            .orElse(Head.EMPTY);
    if (witnesses.isPresent()) {
      recovery.requireNotBehind(witnesses.get().cosignedSize());
      recovery.lastVisible(visibleHeads).ifPresent(this::showAgain);
    }
    signing = new Signing(store, origin, signer, signedHeads, clock, lastSigned);
    Counter misses = metrics.counter(Metric.QUORUM_MISSES);
    cosigning =
        witnesses
            .map(
                w ->
                    new CosignStage(
                        w,
                        new ExtensionCheck(store)::consistency,
                        visibleHeads,
                        cosigner,
                        this::show,
                        misses::increment,
                        onFatal))
            .orElse(null);
    publishing = metrics.timer(Metric.PUBLISH_SECONDS);
    count = metrics.counter(Metric.CHECKPOINTS);
    metrics.gauge(Metric.SIGNED_SIZE, this::signedSize);
    metrics.gauge(Metric.VISIBLE_SIZE, () -> visible().map(PublishedCheckpoint::size).orElse(0L));
    metrics.gauge(Metric.CHECKPOINT_AGE, () -> (System.nanoTime() - signedAt) / 1e9);
    committed = store.head();
    signFirst();
    thread = named("publisher").newThread(this::run);
    thread.start();
  }

  /** Tells of a new durable head; returns at once. */
  public synchronized void committed(Head head) {
    committed = head;
    notifyAll();
  }

  /** Size of the newest checkpoint the log signed. */
  public long signedSize() {
    return signedSize;
  }

  @Override
  public Optional<PublishedCheckpoint> visible() {
    return Optional.ofNullable(visible);
  }

  @Override
  public CompletableFuture<PublishedCheckpoint> awaitPublished(long index) {
    return published.await(index);
  }

  @Override
  public CompletableFuture<PublishedCheckpoint> awaitWitnessed(long index) {
    return witnessed.await(index);
  }

  @Override
  public Subscription subscribe(Consumer<PublishedCheckpoint> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Publishes what is committed, then ends. */
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    join();
    StoppingException because = new StoppingException("the server is stopping");
    published.end(because);
    witnessed.end(because);
    listeners.clear();
    cosigner.shutdownNow();
    answers.shutdown();
  }

  private void signFirst() throws IOException {
    try {
      publish(committed);
    } catch (ProofException e) {
      throw new RollbackException("the store contradicts itself: " + e.getMessage(), e);
    }
  }

  private void run() {
    try {
      for (Optional<Head> head = next(); head.isPresent(); head = next()) {
        tryPublish(head.get());
      }
    } catch (InterruptedException | DamagedStoreException | ProofException e) {
      onFatal.accept(e);
    } catch (RuntimeException | Error e) {
      onFatal.accept(e);
    }
  }

  /** Waits for a head that is due; empty: stop. */
  private synchronized Optional<Head> next() throws InterruptedException {
    while (true) {
      boolean fresh = committed.size() > signing.last().size();
      if (stopping) {
        return fresh ? Optional.of(committed) : Optional.empty();
      }
      Duration wait = fresh ? options.interval() : options.maxAge();
      long left = wait.toNanos() - (System.nanoTime() - signedAt);
      if (left <= 0) {
        return Optional.of(committed);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private void tryPublish(Head head)
      throws DamagedStoreException, ProofException, InterruptedException {
    try {
      publish(head);
    } catch (DamagedStoreException e) {
      throw e;
    } catch (IOException e) {
      Event.PUBLISH_FAILED.warn().addKeyValue("reason", e.getMessage()).log();
      synchronized (this) {
        if (stopping) {
          // The restart signs it: it is committed.
          committed = signing.last();
        } else {
          TimeUnit.MILLISECONDS.timedWait(this, RETRY.toMillis());
        }
      }
    }
  }

  private void publish(Head head) throws IOException, ProofException {
    long started = System.nanoTime();
    SignedCheckpoint signed = signing.sign(head);
    signedSize = head.size();
    signedAt = System.nanoTime();
    publishing.record(signedAt - started, TimeUnit.NANOSECONDS);
    count.increment();
    PublishedCheckpoint checkpoint =
        new PublishedCheckpoint(signed, signed.encode(), cosigning == null);
    published.reached(checkpoint);
    if (cosigning == null) {
      show(checkpoint);
    } else {
      cosigning.offer(signed);
    }
  }

  private void show(PublishedCheckpoint checkpoint) {
    CrashPoint.BEFORE_VISIBLE.pass();
    visible = checkpoint;
    CrashPoint.AFTER_VISIBLE.pass();
    witnessed.reached(checkpoint);
    for (Consumer<PublishedCheckpoint> listener : listeners) {
      try {
        listener.accept(checkpoint);
      } catch (RuntimeException e) {
        // A reader's fault must not end the log; it is told nothing more.
        listeners.remove(listener);
      }
    }
  }

  private void showAgain(SignedCheckpoint signed) {
    PublishedCheckpoint checkpoint = new PublishedCheckpoint(signed, signed.encode(), true);
    visible = checkpoint;
    witnessed.reached(checkpoint);
  }

  private void join() {
    try {
      thread.join(TimeUnit.MINUTES.toMillis(1));
      if (cosigning != null && signedSize > 0) {
        witnessed
            .await(signedSize - 1)
            .get(options.stopPatience().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      Event.QUORUM_MISSED.warn().addKeyValue("reason", "not before the stop").log();
    }
  }

  private static ThreadFactory named(String role) {
    return work -> new Thread(work, "vitrine-" + role);
  }
}
