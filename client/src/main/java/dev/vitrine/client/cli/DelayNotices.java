package dev.vitrine.client.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lines on standard error that say why nothing happens, at most one in ten seconds: a pipeline that
 * waits for a full disk must not look hung. Safe for many threads.
 */
final class DelayNotices implements Consumer<String> {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PrintWriter errors;
  private final String lineStart;
  private boolean told;
  private long toldAt;

  /**
   * Makes the notices.
   *
   * @param lineStart what clears a progress line, or nothing
   */
  DelayNotices(PrintWriter errors, String lineStart) {
    this.errors = errors;
    this.lineStart = lineStart;
  }

  @Override
  public synchronized void accept(String why) {
    long now = System.nanoTime();
    if (told && now - toldAt < INTERVAL_NANOS) {
      return;
    }
    told = true;
    toldAt = now;
    errors.println(lineStart + "waiting, and trying again: " + why);
    errors.flush();
  }
}
