package dev.vitrine.server;

import dev.vitrine.server.observe.Event;
import dev.vitrine.server.publisher.Publisher;
import dev.vitrine.server.storage.Head;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What must be closed, newest first; the listeners last but one, just before the store, so that
 * they can still answer what the closing of the write path completes.
 */
final class Shutdown {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<AutoCloseable> apis = new ArrayList<>();
  private final List<Runnable> first = new ArrayList<>();
  private boolean closed;

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  void addApi(AutoCloseable api) {
    apis.add(api);
  }

  void onStop(Runnable action) {
    first.add(action);
  }

  /**
   * Closes in order.
   *
   * @param head asked once nothing can be committed any more
   */
  synchronized Head close(Supplier<Head> head) {
    if (closed) {
      return head.get();
    }
    closed = true;
    first.forEach(Runnable::run);
    Event.STOPPING.info().log();
    closeUntil(Publisher.class);
    apis.forEach(Shutdown::close);
    Head last = head.get();
    closeAll();
    return last;
  }

  /** Closes what a failed start has opened. */
  synchronized void abandon() {
    closed = true;
    apis.forEach(Shutdown::close);
    closeAll();
  }

  private void closeUntil(Class<?> last) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      close(part);
      if (last.isInstance(part)) {
        return;
      }
    }
  }

  private void closeAll() {
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      Event.STOPPING
          .warn()
          .addKeyValue("part", part.getClass().getSimpleName())
          .addKeyValue("reason", e.toString())
          .log();
    }
  }
}
