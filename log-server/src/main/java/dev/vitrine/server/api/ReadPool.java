package dev.vitrine.server.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads for reads that may wait for the disk. The queue is bounded: above it a read is
 * refused at once, which is cheaper for everybody than an answer nobody waits for any more.
 */
public final class ReadPool implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);

  private final ThreadPoolExecutor threads;

  /**
   * @param size threads, at least 1
   * @param queue reads that may wait, at least 1
   */
  public ReadPool(int size, int queue) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, "vitrine-read-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Reads waiting for a thread. */
  public int waiting() {
    return threads.getQueue().size();
  }

  /**
   * Runs a read and comes back to the event loop that asked.
   *
   * @param then gets the result
   * @param failed gets what the read or {@code then} threw
   */
  public <T> void call(Callable<T> read, Consumer<T> then, Consumer<Throwable> failed) {
    Context loop = Vertx.currentContext();
    try {
      threads.execute(() -> run(read, loop, then, failed));
    } catch (RejectedExecutionException full) {
      failed.accept(refusal());
    }
  }

  private static <T> void run(
      Callable<T> read, Context loop, Consumer<T> then, Consumer<Throwable> failed) {
    T result;
    try {
      result = read.call();
    } catch (Exception | StackOverflowError e) {
      loop.runOnContext(now -> failed.accept(e));
      return;
    }
    loop.runOnContext(
        now -> {
          try {
            then.accept(result);
          } catch (RuntimeException e) {
            failed.accept(e);
          }
        });
  }

  /** For stages of a future; a full queue fails the stage with a {@link RequestException}. */
  public Executor executor() {
    return task -> {
      try {
        threads.execute(task);
      } catch (RejectedExecutionException full) {
        throw refusal();
      }
    };
  }

  private RequestException refusal() {
    String message = "reads waiting: " + threads.getQueue().size() + " (expected: fewer)";
    return Failure.retryable(Reason.READS_FULL, RETRY_AFTER, message).toException();
  }

  /** Lets running reads end and drops those that wait. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
