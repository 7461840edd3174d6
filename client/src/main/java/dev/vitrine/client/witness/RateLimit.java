package dev.vitrine.client.witness;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A token bucket per key: {@code burst} at once, then {@code perSecond} on average. Thread-safe.
 *
 * <p>The map is bounded: beyond {@link #MAX_KEYS} every full bucket is forgotten, which changes no
 * answer.
 */
public final class RateLimit {
  static final int MAX_KEYS = 100_000;

  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  public RateLimit(int burst, LongSupplier nanoTime) {
    if (burst < 1) {
      throw new IllegalArgumentException("burst: " + burst + " (expected: >= 1)");
    }
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a token.
   *
   * @return 0 if there was one, else the whole seconds, at least 1, until there is
   */
  public long take(String key, double perSecond) {
    long now = nanoTime.getAsLong();
    if (buckets.size() > MAX_KEYS) {
      buckets.values().removeIf(bucket -> bucket.at(now).tokens >= burst);
    }
    Bucket before =
        buckets.compute(
            key,
            (k, bucket) -> {
              Bucket filled =
                  bucket == null ? new Bucket(burst, now, perSecond, true) : bucket.at(now);
              return filled.take();
            });
    return before.taken ? 0 : Math.max(1, (long) Math.ceil((1 - before.tokens) / perSecond));
  }

  private final class Bucket {
    private final double tokens;
    private final long nanos;
    private final double perSecond;
    private final boolean taken;

    Bucket(double tokens, long nanos, double perSecond, boolean taken) {
      this.tokens = tokens;
      this.nanos = nanos;
      this.perSecond = perSecond;
      this.taken = taken;
    }

    Bucket at(long now) {
      double more = Math.max(0, now - nanos) / 1e9 * perSecond;
      return new Bucket(Math.min(burst, tokens + more), now, perSecond, false);
    }

    Bucket take() {
      return tokens >= 1
          ? new Bucket(tokens - 1, nanos, perSecond, true)
          : new Bucket(tokens, nanos, perSecond, false);
    }
  }
}
