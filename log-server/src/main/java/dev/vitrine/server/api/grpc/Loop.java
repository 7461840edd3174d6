package dev.vitrine.server.api.grpc;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The event loop of a call. {@link #signal} runs one task there, and once only for any number of
 * signals that come before it has begun: a batch of a thousand completions costs one hop.
 */
final class Loop {

  private final Context context = Vertx.currentContext();
  private final AtomicBoolean pending = new AtomicBoolean();
  private final Runnable task;

  /** To be made on the event loop. */
  Loop(Runnable task) {
    this.task = task;
  }

  void signal() {
    if (pending.compareAndSet(false, true)) {
      context.runOnContext(
          now -> {
            pending.set(false);
            task.run();
          });
    }
  }
}
