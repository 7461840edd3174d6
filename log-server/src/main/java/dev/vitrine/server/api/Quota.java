package dev.vitrine.server.api;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much one client may append: entries and bytes a second, with a burst. A client is its
 * address, or its certificate where there is one.
 */
public final class Quota {

  private static final int MAX_CLIENTS = 100_000;
  private static final double NANOS = 1e9;

  private final double entriesPerSecond;
  private final double bytesPerSecond;
  private final double burstSeconds;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** What one client has left, as time: seconds of its rate, at most {@code burstSeconds}. */
  private static final class Bucket {
    double entrySeconds;
    double byteSeconds;
    long lastNanos;
  }

  /**
   * @param entriesPerSecond 0: unlimited
   * @param bytesPerSecond 0: unlimited
   * @param burstSeconds how many seconds' worth may be used at once, at least 1
   * @param nanoTime a clock that only goes forward
   */
  public Quota(
      long entriesPerSecond, long bytesPerSecond, int burstSeconds, LongSupplier nanoTime) {
    this.entriesPerSecond = entriesPerSecond;
    this.bytesPerSecond = bytesPerSecond;
    this.burstSeconds = burstSeconds;
    this.nanoTime = nanoTime;
  }

  /** Whether anything is limited. */
  public boolean limits() {
    return entriesPerSecond > 0 || bytesPerSecond > 0;
  }

  /**
   * Takes one entry from the client's quota.
   *
   * @return empty if there was room; else nothing was taken, and how long to wait
   */
  public Optional<Duration> take(String client, int bytes) {
    if (!limits()) {
      return Optional.empty();
    }
    if (buckets.size() > MAX_CLIENTS) {
      forgetIdle();
    }
    Bucket bucket = buckets.computeIfAbsent(client, name -> full());
    double entryCost = entriesPerSecond > 0 ? 1 / entriesPerSecond : 0;
    double byteCost = bytesPerSecond > 0 ? bytes / bytesPerSecond : 0;
    synchronized (bucket) {
      refill(bucket);
      // An entry larger than the whole burst passes on a full bucket and leaves a debt.
      double lacking =
          Math.max(
              Math.min(entryCost, burstSeconds) - bucket.entrySeconds,
              Math.min(byteCost, burstSeconds) - bucket.byteSeconds);
      if (lacking > 0) {
        return Optional.of(Duration.ofNanos((long) Math.ceil(lacking * NANOS)));
      }
      bucket.entrySeconds -= entryCost;
      bucket.byteSeconds -= byteCost;
      return Optional.empty();
    }
  }

  private Bucket full() {
    Bucket bucket = new Bucket();
    bucket.entrySeconds = burstSeconds;
    bucket.byteSeconds = burstSeconds;
    bucket.lastNanos = nanoTime.getAsLong();
    return bucket;
  }

  private void refill(Bucket bucket) {
    long now = nanoTime.getAsLong();
    double passed = Math.max(0, now - bucket.lastNanos) / NANOS;
    bucket.lastNanos = now;
    bucket.entrySeconds = Math.min(burstSeconds, bucket.entrySeconds + passed);
    bucket.byteSeconds = Math.min(burstSeconds, bucket.byteSeconds + passed);
  }

  private void forgetIdle() {
    for (Iterator<Bucket> all = buckets.values().iterator(); all.hasNext(); ) {
      Bucket bucket = all.next();
      synchronized (bucket) {
        refill(bucket);
        if (bucket.entrySeconds >= burstSeconds && bucket.byteSeconds >= burstSeconds) {
          all.remove();
        }
      }
    }
  }
}
