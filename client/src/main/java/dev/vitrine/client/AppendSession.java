package dev.vitrine.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many appends under way at once, each tried again until it has a result. Trying again is never an
 * error: a log answers an entry that it already holds with its first index.
 *
 * <p>Safe for many threads. {@link #append} waits while as many entries as the window allows are
 * under way: that is how the log's push-back reaches the caller.
 */
public final class AppendSession implements AutoCloseable {
  /** Entries under way at once. Enough to fill a server's batch, too few to hold much memory. */
  public static final int DEFAULT_WINDOW = 512;

  /** How long one entry is tried before its future fails. Longer than a server's restart takes. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

  /** Push-back is answered by a retry or two; who waits longer wants to know why. */
  private static final int TOLD_FROM_ATTEMPT = 4;

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  private final LogTransport transport;
  private final Semaphore window;
  private final int windowSize;
  private final Duration patience;
  private final Consumer<String> onDelay;
  // Set when patience ran out for one entry: the others would only wait as long for the same.
  private volatile @Nullable LogUnreachableException gaveUp;

  AppendSession(LogTransport transport, int window, Duration patience, Consumer<String> onDelay) {
    this.transport = Objects.requireNonNull(transport, "transport");
    this.window = new Semaphore(window);
    this.windowSize = window;
    this.patience = Objects.requireNonNull(patience, "patience");
    this.onDelay = Objects.requireNonNull(onDelay, "onDelay");
  }

  /**
   * Appends an entry.
   *
   * @param entry 1..65,535 bytes
   * @return the log's promise; fails with {@link AppendRejectedException} where the log refuses the
   *     entry, with {@link LogUnreachableException} where patience ran out
   * @throws InterruptedException if interrupted while the window is full
   */
  public CompletableFuture<Acknowledgement> append(byte[] entry) throws InterruptedException {
    Objects.requireNonNull(entry, "entry");
    window.acquire();
    CompletableFuture<Acknowledgement> result = new CompletableFuture<>();
    result.whenComplete((acknowledgement, failure) -> window.release());
    LogUnreachableException end = gaveUp;
    if (end != null) {
      result.completeExceptionally(end);
      return result;
    }
    attempt(entry.clone(), result, 0, System.nanoTime() + patience.toNanos());
    return result;
  }

  private void attempt(
      byte[] entry, CompletableFuture<Acknowledgement> result, int attempt, long deadline) {
    CompletableFuture<Acknowledgement> answer;
    try {
      answer = transport.append(entry);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    var unused =
        answer.whenComplete(
            (acknowledgement, failure) -> {
              if (failure == null) {
                result.complete(acknowledgement);
              } else {
                again(entry, result, attempt, deadline, Causes.unwrap(failure));
              }
            });
  }

  private void again(
      byte[] entry,
      CompletableFuture<Acknowledgement> result,
      int attempt,
      long deadline,
      Throwable why) {
    if (!(why instanceof IOException)) {
      result.completeExceptionally(why);
      return;
    }
    long pause = pauseMillis(attempt, why);
    if (gaveUp == null && System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - deadline > 0) {
      gaveUp =
          new LogUnreachableException(
              "%s took no entry within %d s%s: %s"
                  .formatted(
                      transport.address(),
                      patience.toSeconds(),
                      why instanceof AppendDelayedException
                          ? "; it is reached, and asks for more patience"
                          : "; last answer",
                      why.getMessage()),
              why);
    }
    LogUnreachableException end = gaveUp;
    if (end != null) {
      result.completeExceptionally(end);
      return;
    }
    if (attempt >= TOLD_FROM_ATTEMPT) {
      onDelay.accept(String.valueOf(why.getMessage()));
    }
    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
        .execute(() -> attempt(entry, result, attempt + 1, deadline));
  }

  private static long pauseMillis(int attempt, Throwable why) {
    long grown = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    long jittered = grown / 2 + ThreadLocalRandom.current().nextLong(grown / 2 + 1);
    long asked = why instanceof AppendDelayedException e ? e.retryAfter().toMillis() : 0;
    return Math.max(asked, jittered);
  }

  /** Waits until everything under way has a result. */
  @Override
  public void close() {
    window.acquireUninterruptibly(windowSize);
    window.release(windowSize);
  }
}
