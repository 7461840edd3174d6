package dev.vitrine.server.sequencer;

import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The write path's numbers; counted per batch, because per entry would be felt. */
final class SequencerMeters {
  private final Counter appended;
  private final Counter duplicates;
  private final Counter refused;
  private final Counter bytes;
  private final Counter batches;
  private final DistributionSummary batchEntries;
  private final Timer commits;
  private final Timer prepares;
  private final Timer appends;
  private final Pace pace;

  /**
   * @param queueEntries how many may wait
   */
  SequencerMeters(Metrics metrics, int queueEntries) {
    pace = new Pace(queueEntries, System.nanoTime());
    appended = metrics.counter(Metric.APPENDS, "result", "appended");
    duplicates = metrics.counter(Metric.APPENDS, "result", "duplicate");
    refused = metrics.counter(Metric.APPENDS, "result", "refused");
    bytes = metrics.counter(Metric.APPEND_BYTES);
    batches = metrics.counter(Metric.BATCHES);
    batchEntries = metrics.summary(Metric.BATCH_ENTRIES);
    commits = metrics.timer(Metric.COMMIT_SECONDS);
    prepares = metrics.timer(Metric.PREPARE_SECONDS);
    appends = metrics.timer(Metric.APPEND_SECONDS);
  }

  void committed(SealedBatch batch, long nanos) {
    int entries = batch.batch().entries().size();
    commits.record(nanos, TimeUnit.NANOSECONDS);
    batches.increment();
    batchEntries.record(entries);
    bytes.increment(batch.bytes());
    appended.increment(entries);
    pace.stored(entries, offered(batch), System.nanoTime());
  }

  void answered(SealedBatch batch) {
    if (batch.outcomes().isEmpty()) {
      return;
    }
    long refusals = batch.outcomes().stream().filter(o -> o.refusal() != null).count();
    refused.increment(refusals);
    duplicates.increment(
        (double) batch.outcomes().size() - refusals - batch.batch().entries().size());
    appends.record(System.nanoTime() - offered(batch), TimeUnit.NANOSECONDS);
  }

  /** When the first entry of a batch that is not empty was offered. */
  private static long offered(SealedBatch batch) {
    return batch.outcomes().get(0).pending().offeredNanos();
  }

  void prepared(long nanos) {
    prepares.record(nanos, TimeUnit.NANOSECONDS);
  }

  void duplicate() {
    duplicates.increment();
  }

  /** How long a queue of this depth will take at the present rate. */
  Duration retryAfter(int depth) {
    return pace.timeFor(depth);
  }
}
