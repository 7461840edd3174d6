package dev.vitrine.server.observe;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.function.DoubleSupplier;

/**
 * CPU seconds of this process's threads of one name, asked of the JVM when it is read, so that it
 * costs them nothing.
 */
public final class ThreadCpu implements DoubleSupplier {
  private static final double NANOS = 1e9;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String prefix;
  private double highest; // guarded by this

  /**
   * @param prefix how the threads' names begin
   */
  public ThreadCpu(String prefix) {
    this.prefix = prefix;
  }

  /** CPU time of the calling thread, nanoseconds. */
  public static long current() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Never less than before, though a thread that has ended is no longer counted. */
  @Override
  public synchronized double getAsDouble() {
    long nanos = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(prefix)) {
        nanos += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
      }
    }
    highest = Math.max(highest, nanos / NANOS);
    return highest;
  }
}
