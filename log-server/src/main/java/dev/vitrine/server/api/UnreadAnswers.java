package dev.vitrine.server.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of answers that the reader of an HTTP/2 connection has not taken yet. Its streams are
 * answered side by side, so that one who asks on all of them and reads nothing would have as many
 * answers held for him; above a bound he gets refusals instead. (HTTP/1.1 answers one after the
 * other, and what streams over gRPC waits for its reader.)
 */
public final class UnreadAnswers {
  /** Two bundles of the largest entries; hundreds of usual ones. */
  static final long MAX_BYTES = 32L << 20;

  /** Refusals and other small answers always pass: a connection has a bounded number of streams. */
  private static final int SMALL_BYTES = 4 << 10;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Map<HttpConnection, AtomicLong> unread = new ConcurrentHashMap<>();

  /** Begins to count. */
  public void opened(HttpConnection connection) {
    unread.put(connection, new AtomicLong());
  }

  public void closed(HttpConnection connection) {
    unread.remove(connection);
  }

  /** Whether an answer of this size must not be given to this connection now. */
  public boolean isTooMuch(HttpConnection connection, int bytes) {
    AtomicLong before = unread.get(connection);
    return bytes > SMALL_BYTES && before != null && before.get() > MAX_BYTES;
  }

  /** Counts an answer until it has left. */
  public void sent(HttpConnection connection, int bytes, Future<Void> left) {
    AtomicLong count = unread.get(connection);
    if (count != null) {
      count.addAndGet(bytes);
      left.onComplete(done -> count.addAndGet(-bytes));
    }
  }

  /** What to say instead of an answer that is too much. */
  public Failure refusal() {
    return Failure.retryable(
        Reason.ANSWERS_UNREAD,
        RETRY_AFTER,
        "unread answers on this connection: more than "
            + MAX_BYTES
            + " bytes (expected: fewer; read them first)");
  }
}
