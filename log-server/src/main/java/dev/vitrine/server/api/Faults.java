package dev.vitrine.server.api;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults of the server that requests ran into: one log line a second at most, however many
 * requests.
 */
public final class Faults {

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final long QUIET_NANOS = 1_000_000_000L;

  private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - QUIET_NANOS);
  private static final AtomicLong SILENT = new AtomicLong();

  private Faults() {}

  /**
   * Reports a fault.
   *
   * @param where what was being done
   */
  public static void report(String where, Throwable cause) {
    long now = System.nanoTime();
    long last = LAST.get();
    if (now - last >= QUIET_NANOS && LAST.compareAndSet(last, now)) {
      LOG.error("{} failed; {} more since the last such line", where, SILENT.getAndSet(0), cause);
    } else {
      SILENT.incrementAndGet();
    }
  }
}
