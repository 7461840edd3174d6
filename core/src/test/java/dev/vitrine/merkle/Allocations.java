package dev.vitrine.merkle;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Fails when the current thread allocates more than a small multiple of an input's size. */
public final class Allocations implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // An entry without a byte is two bytes of input: an array, its place in a list, and its encoding.
  private static final int MULTIPLE = 24;
  // An exception with its message and stack trace.
  private static final long FIXED = 1 << 16;

  private static final int WARM_UP = 2_000;

  private final long limit;
  private final long before;

  private Allocations(long limit) {
    this.limit = limit;
    this.before = THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Counts from now on; what the code loads and initialises once should have been done before. */
  public static Allocations limitedFor(int inputLength) {
    return new Allocations(FIXED + (long) MULTIPLE * inputLength);
  }

  /** Bytes that the current thread allocates in one run, once it has run often enough. */
  public static long of(Runnable code) {
    for (int i = 0; i < WARM_UP; i++) {
      code.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < WARM_UP; i++) {
      code.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / WARM_UP;
  }

  @Override
  public void close() {
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > limit) {
      throw new AssertionError("allocated: " + allocated + " bytes (expected: <= " + limit + ")");
    }
  }
}
