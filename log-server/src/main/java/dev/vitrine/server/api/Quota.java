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
  private static final long NANOS = 1_000_000_000L;

  private final long entriesPerSecond;
  private final long bytesPerSecond;
  private final long burst;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** What one client has left, as time: nanoseconds of its rate, at most {@code burst}. */
  private static final class Bucket {
    long entryNanos;
    long byteNanos;
    long last;
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
    this.burst = burstSeconds * NANOS;
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
    long entryCost = entriesPerSecond > 0 ? NANOS / entriesPerSecond : 0;
    long byteCost = bytesPerSecond > 0 ? bytes * NANOS / bytesPerSecond : 0;
    synchronized (bucket) {
      refill(bucket);
      // An entry larger than the whole burst passes on a full bucket and leaves a debt.
      long lacking =
          Math.max(
              Math.min(entryCost, burst) - bucket.entryNanos,
              Math.min(byteCost, burst) - bucket.byteNanos);
      if (lacking > 0) {
        return Optional.of(Duration.ofNanos(lacking));
      }
      bucket.entryNanos -= entryCost;
      bucket.byteNanos -= byteCost;
      return Optional.empty();
    }
  }

  /** How an entry is turned away that {@link #take} had no room for. */
  public Failure refusal(String client, int bytes, Duration wait) {
    return new Failure(
        Reason.QUOTA_EXCEEDED.name(),
        Reason.QUOTA_EXCEEDED.grpcCode(),
        Reason.QUOTA_EXCEEDED.httpStatus(),
        "client",
        client,
        "quota of client %s: used up; this entry has %d bytes (expected: within %s, %d s at once)"
            .formatted(client, bytes, rates(), burst / NANOS),
        Optional.of(wait));
  }

  private String rates() {
    String entries = entriesPerSecond > 0 ? entriesPerSecond + " entries" : "";
    String bytes = bytesPerSecond > 0 ? bytesPerSecond + " bytes" : "";
    return entries + (entries.isEmpty() || bytes.isEmpty() ? "" : " and ") + bytes + " a second";
  }

  private Bucket full() {
    Bucket bucket = new Bucket();
    bucket.entryNanos = burst;
    bucket.byteNanos = burst;
    bucket.last = nanoTime.getAsLong();
    return bucket;
  }

  private void refill(Bucket bucket) {
    long now = nanoTime.getAsLong();
    long passed = Math.max(0, now - bucket.last);
    bucket.last = now;
    bucket.entryNanos = Math.min(burst, bucket.entryNanos + passed);
    bucket.byteNanos = Math.min(burst, bucket.byteNanos + passed);
  }

  private void forgetIdle() {
    for (Iterator<Bucket> all = buckets.values().iterator(); all.hasNext(); ) {
      Bucket bucket = all.next();
      synchronized (bucket) {
        refill(bucket);
        if (bucket.entryNanos >= burst && bucket.byteNanos >= burst) {
          all.remove();
        }
      }
    }
  }
}
