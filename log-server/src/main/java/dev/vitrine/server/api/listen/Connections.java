package dev.vitrine.server.api.listen;

import dev.vitrine.server.api.KeepAlive;
import dev.vitrine.server.api.UnreadAnswers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the open connections of a listener and closes those above the limit. An HTTP/2 connection
 * that only waits, such as a follower's on a quiet log, is kept from idling out, and a dead one is
 * found, by a ping.
 */
final class Connections implements Handler<HttpConnection> {

  private static final Duration MAX_PING = Duration.ofMinutes(1);

  private static final int MAX_FLUSHES = 256;

  private final int max;
  private final long pingMillis;
  private final AtomicInteger open = new AtomicInteger();
  private final UnreadAnswers unread;
  private final KeepAlive keepAlive;

  /**
   * @param max open connections, at least 1
   * @param idleTimeout after which a silent connection is closed
   * @param unread is told of each connection
   * @param keepAlive is told of each connection
   */
  Connections(int max, Duration idleTimeout, UnreadAnswers unread, KeepAlive keepAlive) {
    this.max = max;
    this.keepAlive = keepAlive;
    this.unread = unread;
    this.pingMillis = Math.max(1, Math.min(MAX_PING.toMillis(), idleTimeout.toMillis() / 2));
  }

  int open() {
    return open.get();
  }

  @Override
  public void handle(HttpConnection connection) {
    int now = open.incrementAndGet();
    Vertx vertx = Vertx.currentContext().owner();
    long pings = vertx.setPeriodic(pingMillis, id -> ping(vertx, connection, id));
    flushTogether(connection);
    unread.opened(connection);
    keepAlive.opened(connection);
    connection.closeHandler(
        closed -> {
          unread.closed(connection);
          keepAlive.closed(connection);
          vertx.cancelTimer(pings);
          open.decrementAndGet();
        });
    if (now > max) {
      connection.close();
    }
  }

  /**
   * Writes the answers that are ready at one moment with one system call: each would else be
   * flushed by itself, the most costly single step of a short call.
   */
  private static void flushTogether(HttpConnection connection) {
    if (connection instanceof HttpServerConnection engine
        && engine.channelHandlerContext().handler() instanceof Http2ConnectionHandler) {
      ChannelHandlerContext codec = engine.channelHandlerContext();
      codec
          .pipeline()
          .addBefore(
              codec.name(), "flush-together", new FlushConsolidationHandler(MAX_FLUSHES, true));
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
