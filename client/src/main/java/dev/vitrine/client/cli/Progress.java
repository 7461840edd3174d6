package dev.vitrine.client.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * A line on the terminal that rewrites itself at most five times a second. Safe for many threads.
 */
final class Progress implements AutoCloseable {
  /** Empties the line. */
  static final String CLEAR = "\r\u001b[K";

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final PrintWriter terminal;
  private final String what;
  private final long total;
  private final boolean shown;
  private final long started = System.nanoTime();
  private long lastShown = started - INTERVAL_NANOS;
  private long firstDone = -1;
  private boolean written;

  /**
   * Makes a progress line.
   *
   * @param what plural noun: {@code entries}
   * @param total how many there are; 0 where that is not known
   */
  Progress(PrintWriter terminal, String what, long total, boolean shown) {
    this.terminal = terminal;
    this.what = what;
    this.total = total;
    this.shown = shown;
  }

  /** Tells how many are done by now. */
  synchronized void at(long done) {
    if (firstDone < 0) {
      firstDone = done;
    }
    long now = System.nanoTime();
    if (!shown || now - lastShown < INTERVAL_NANOS) {
      return;
    }
    lastShown = now;
    written = true;
    double seconds = (now - started) / 1e9;
    String share = total == 0 ? "" : " of %,d (%d %%)".formatted(total, done * 100 / total);
    terminal.printf("\r%,d%s %s, %,.0f/s   ", done, share, what, (done - firstDone) / seconds);
    terminal.flush();
  }

  @Override
  public synchronized void close() {
    if (written) {
      terminal.print(CLEAR);
      terminal.flush();
    }
  }
}
