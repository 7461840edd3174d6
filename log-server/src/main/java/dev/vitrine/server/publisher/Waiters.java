package dev.vitrine.server.publisher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Those who wait until a checkpoint covers their leaf. */
final class Waiters {
  private record Waiter(long index, CompletableFuture<PublishedCheckpoint> answer) {}

  private final Executor answers;
  // All guarded by this.
  private final PriorityQueue<Waiter> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiter::index));
  private @Nullable PublishedCheckpoint newest;
  private @Nullable Throwable ended;

  Waiters(Executor answers) {
    this.answers = answers;
  }

  synchronized CompletableFuture<PublishedCheckpoint> await(long index) {
    if (newest != null && newest.size() > index) {
      return CompletableFuture.completedFuture(newest);
    }
    if (ended != null) {
      return CompletableFuture.failedFuture(ended);
    }
    CompletableFuture<PublishedCheckpoint> answer = new CompletableFuture<>();
    waiting.add(new Waiter(index, answer));
    return answer;
  }

  /** Answers everybody whom the checkpoint covers. */
  void reached(PublishedCheckpoint checkpoint) {
    List<Waiter> covered = new ArrayList<>();
    synchronized (this) {
      newest = checkpoint;
      while (!waiting.isEmpty() && waiting.element().index() < checkpoint.size()) {
        covered.add(waiting.remove());
      }
    }
    if (!covered.isEmpty()) {
      answers.execute(() -> covered.forEach(waiter -> waiter.answer().complete(checkpoint)));
    }
  }

  /** Fails whoever still waits, and whoever comes later without being covered. */
  void end(Throwable because) {
    List<Waiter> rest;
    synchronized (this) {
      ended = because;
      rest = new ArrayList<>(waiting);
      waiting.clear();
    }
    rest.forEach(waiter -> waiter.answer().completeExceptionally(because));
  }
}
