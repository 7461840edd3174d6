package dev.vitrine.server.admission;

import dev.vitrine.admission.Candidate;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.server.sequencer.OverloadedException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much one record key may append: entries and bytes a second, with a burst. Every key has its
 * own bucket, so that no key can use up what another has. Entries whose issuer is not proven share
 * one.
 */
public final class KeyQuota {
  private static final double NANOS = 1e9;
  private static final String UNPROVEN = "";

  private final double entriesPerSecond;
  private final double bytesPerSecond;
  private final double burstSeconds;
  private final LongSupplier nanoTime;

  /** Bounded: only registered keys can prove an entry. */
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** What a key has left, in seconds of its rate. */
  private final class Bucket {
    private double entrySeconds = burstSeconds;
    private double byteSeconds = burstSeconds;
    private long lastNanos = nanoTime.getAsLong();

    synchronized Optional<Duration> take(double entryCost, double byteCost) {
      long now = nanoTime.getAsLong();
      double passed = Math.max(0, now - lastNanos) / NANOS;
      lastNanos = now;
      entrySeconds = Math.min(burstSeconds, entrySeconds + passed);
      byteSeconds = Math.min(burstSeconds, byteSeconds + passed);
      // An entry larger than the whole burst passes on a full bucket and leaves a debt.
      double lacking =
          Math.max(
              Math.min(entryCost, burstSeconds) - entrySeconds,
              Math.min(byteCost, burstSeconds) - byteSeconds);
      if (lacking > 0) {
        return Optional.of(Duration.ofNanos((long) Math.ceil(lacking * NANOS)));
      }
      entrySeconds -= entryCost;
      byteSeconds -= byteCost;
      return Optional.empty();
    }

    synchronized void giveBack(double entryCost, double byteCost) {
      entrySeconds = Math.min(burstSeconds, entrySeconds + entryCost);
      byteSeconds = Math.min(burstSeconds, byteSeconds + byteCost);
    }
  }

  /**
   * @param entriesPerSecond 0: unlimited
   * @param bytesPerSecond 0: unlimited
   * @param burstSeconds how many seconds' worth may be used at once, at least 1
   * @param nanoTime a clock that only goes forward
   */
  public KeyQuota(
      long entriesPerSecond, long bytesPerSecond, int burstSeconds, LongSupplier nanoTime) {
    this.entriesPerSecond = entriesPerSecond;
    this.bytesPerSecond = bytesPerSecond;
    this.burstSeconds = burstSeconds;
    this.nanoTime = nanoTime;
  }

  /** The configured quota. */
  public static KeyQuota of(Config config) {
    return new KeyQuota(
        config.keyQuotaEntriesPerSecond(),
        config.keyQuotaBytesPerSecond(),
        config.keyQuotaBurstSeconds(),
        System::nanoTime);
  }

  /**
   * Takes one entry from its issuer's quota.
   *
   * @return empty if there was room; else nothing was taken, and how long to wait
   */
  public Optional<Duration> take(Candidate candidate) {
    return limits() ? bucket(candidate).take(entryCost(), byteCost(candidate)) : Optional.empty();
  }

  /** How an entry is turned away that {@link #take} had no room for. */
  OverloadedException refusal(Candidate candidate, Duration wait) {
    String account = candidate.account().orElse(UNPROVEN);
    return new OverloadedException(
        wait,
        Reason.KEY_QUOTA_EXCEEDED,
        "quota of %s: used up; this entry has %d bytes (expected: within %s, %.0f s at once)"
            .formatted(
                account.isEmpty() ? "issuers not proven yet" : "key " + account,
                candidate.entry().length,
                rates(),
                burstSeconds),
        account);
  }

  private String rates() {
    String entries = entriesPerSecond > 0 ? "%.0f entries".formatted(entriesPerSecond) : "";
    String bytes = bytesPerSecond > 0 ? "%.0f bytes".formatted(bytesPerSecond) : "";
    return entries + (entries.isEmpty() || bytes.isEmpty() ? "" : " and ") + bytes + " a second";
  }

  /** Gives back what an entry took that turned out to be in the log already. */
  public void giveBack(Candidate candidate) {
    bucket(candidate).giveBack(entryCost(), byteCost(candidate));
  }

  /** Whether anything is limited. */
  public boolean limits() {
    return entriesPerSecond > 0 || bytesPerSecond > 0;
  }

  private Bucket bucket(Candidate candidate) {
    return buckets.computeIfAbsent(candidate.account().orElse(UNPROVEN), id -> new Bucket());
  }

  private double entryCost() {
    return entriesPerSecond > 0 ? 1 / entriesPerSecond : 0;
  }

  private double byteCost(Candidate candidate) {
    return bytesPerSecond > 0 ? candidate.entry().length / bytesPerSecond : 0;
  }
}
