package dev.vitrine.server.storage;

import dev.vitrine.server.observe.Event;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watches the free space, so that appends are refused before a write can fail, and taken again when
 * space returns.
 */
public final class DiskSpace implements AutoCloseable {
  private final LongSupplier probe;
  private final long floor;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "vitrine-disk");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long free;
  private volatile boolean full; // written by the timer's thread, and once before it starts

  /**
   * Looks once and then each interval.
   *
   * @param probe gives the bytes that are free
   * @param floor bytes that must be free
   */
  public DiskSpace(LongSupplier probe, long floor, Duration interval) {
    this.probe = probe;
    this.floor = floor;
    look();
    timer.scheduleWithFixedDelay(
        this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether less than the floor is free, as of the last look. */
  public boolean isFull() {
    return full;
  }

  /** Bytes free as of the last look. */
  public long free() {
    return free;
  }

  /** Bytes that must be free. */
  public long floor() {
    return floor;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void look() {
    free = probe.getAsLong();
    boolean now = free < floor;
    if (now != full) {
      full = now;
      (now ? Event.DISK_FULL.warn() : Event.DISK_FREED.info())
          .addKeyValue("free", free)
          .addKeyValue("floor", floor)
          .log();
    }
  }
}
