package dev.vitrine.server.publisher.witness;

import java.util.concurrent.atomic.AtomicLong;

/** The largest size this log has signed; a witness beyond it has seen what we have not. */
final class LargestSigned {
  private final AtomicLong size = new AtomicLong();

  void signed(long newSize) {
    size.accumulateAndGet(newSize, Math::max);
  }

  long get() {
    return size.get();
  }
}
