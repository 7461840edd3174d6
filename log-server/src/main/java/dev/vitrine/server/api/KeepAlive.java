package dev.vitrine.server.api;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether HTTP/1.1 connections are kept after an answer. HTTP/2 has a frame to say that a server
 * takes no more requests, HTTP/1.1 has only a header on an answer: so a stopping server goes on
 * answering for a while, and each answer says that it is the last of its connection. Who closes an
 * idle connection instead may do so while the next request is on its way, which then gets no
 * answer.
 *
 * <p>Safe for all threads.
 */
public final class KeepAlive {

  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch allGone = new CountDownLatch(1);
  private volatile boolean over;

  public void opened(HttpConnection connection) {
    if (isHttp1(connection)) {
      open.incrementAndGet();
    }
  }

  public void closed(HttpConnection connection) {
    if (isHttp1(connection)) {
      open.decrementAndGet();
      tellWhoWaits();
    }
  }

  /** Whether the answer to this request is to say that its connection closes. */
  public boolean endsWith(HttpServerRequest request) {
    return over && request.version() != HttpVersion.HTTP_2;
  }

  /** From now on every answer is the last of its connection. */
  public void end() {
    over = true;
    tellWhoWaits();
  }

  /**
   * Waits, once ended, until a moment when no HTTP/1.1 connection is open.
   *
   * @param patience for connections on which nothing more is asked; they are left as they are
   */
  public void awaitGone(Duration patience) {
    try {
      allGone.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellWhoWaits() {
    if (over && open.get() == 0) {
      allGone.countDown();
    }
  }

  private static boolean isHttp1(HttpConnection connection) {
    return connection.getWindowSize() < 0;
  }
}
