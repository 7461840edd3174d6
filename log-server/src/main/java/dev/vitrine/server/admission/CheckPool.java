package dev.vitrine.server.admission;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** As many threads as cores for signature checks, with a bounded line in front of them. */
public final class CheckPool implements Executor, AutoCloseable {
  private final ThreadPoolExecutor pool;

  /**
   * Starts nothing until there is work.
   *
   * @param threads 1 or more
   * @param capacity entries that may wait, 1 or more
   */
  public CheckPool(int threads, int capacity) {
    AtomicInteger count = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(capacity),
            work -> new Thread(work, "vitrine-check-" + count.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable check) {
    pool.execute(check);
  }

  /** Finishes what waits, then ends. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      pool.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
