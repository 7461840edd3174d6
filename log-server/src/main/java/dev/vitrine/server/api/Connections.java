package dev.vitrine.server.api;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the open connections of a listener and closes those above the limit. An HTTP/2 connection
 * that only waits, such as a follower's on a quiet log, is kept from idling out, and a dead one is
 * found, by a ping.
 */
final class Connections implements Handler<HttpConnection> {

  private static final long PING_MILLIS = 60_000;

  private final int max;
  private final AtomicInteger open = new AtomicInteger();

  Connections(int max) {
    this.max = max;
  }

  int open() {
    return open.get();
  }

  @Override
  public void handle(HttpConnection connection) {
    int now = open.incrementAndGet();
    Vertx vertx = Vertx.currentContext().owner();
    long pings = vertx.setPeriodic(PING_MILLIS, id -> ping(vertx, connection, id));
    connection.closeHandler(
        closed -> {
          vertx.cancelTimer(pings);
          open.decrementAndGet();
        });
    if (now > max) {
      connection.close();
    }
  }

  private static void ping(Vertx vertx, HttpConnection connection, long timer) {
    try {
      connection.ping(Buffer.buffer(new byte[8]));
    } catch (UnsupportedOperationException http1) {
      vertx.cancelTimer(timer);
    }
  }
}
