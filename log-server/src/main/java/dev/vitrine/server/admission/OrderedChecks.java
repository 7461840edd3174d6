package dev.vitrine.server.admission;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks side by side, and what follows from each in the order in which they were offered. A
 * slow check holds back those behind it in this line, and nobody else's.
 */
final class OrderedChecks {
  private final Executor pool;
  // Guarded by this.
  private final ArrayDeque<Place> line = new ArrayDeque<>();

  /** A place in the line; what follows is null while the check runs. Guarded by the line's lock. */
  private static final class Place {
    private @Nullable Runnable next;
  }

  OrderedChecks(Executor pool) {
    this.pool = pool;
  }

  /**
   * Offers a check.
   *
   * @param check runs on the pool and returns what is to be done in its turn
   * @throws RejectedExecutionException if the pool has no room; then the line is as before
   */
  void offer(Supplier<Runnable> check) {
    Place place = new Place();
    synchronized (this) {
      line.add(place);
    }
    try {
      pool.execute(() -> run(place, check));
    } catch (RejectedExecutionException e) {
      done(place, () -> {});
      throw e;
    }
  }

  private void run(Place place, Supplier<Runnable> check) {
    Runnable next = () -> {};
    try {
      next = check.get();
    } finally {
      // Whatever happened to this one, those behind it must not wait for ever.
      done(place, next);
    }
  }

  /** The turns run under the lock: a second thread must not pass the first between two of them. */
  private synchronized void done(Place place, Runnable next) {
    place.next = next;
    for (Place first = line.peek(); first != null; first = line.peek()) {
      Runnable turn = first.next;
      if (turn == null) {
        return;
      }
      line.remove();
      turn.run();
    }
  }
}
