package dev.vitrine.server.admission;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.observe.ThreadCpu;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks entries and counts the CPU time of both halves: reading and verifying.
 *
 * <p>A thread's CPU clock costs a system call, as much as hashing a record. So one check in {@value
 * #SAMPLE}, picked at random, is timed and stands for all.
 */
final class TimedChecks {
  static final int SAMPLE = 32;

  private static final double NANOS = 1e9;

  private final Admission admission;
  private final LongAdder parse = new LongAdder();
  private final LongAdder verify = new LongAdder();

  TimedChecks(Admission admission, Metrics metrics) {
    this.admission = admission;
    metrics.counter(Metric.CPU, () -> parse.sum() * SAMPLE / NANOS, "stage", "parse");
    metrics.counter(Metric.CPU, () -> verify.sum() * SAMPLE / NANOS, "stage", "verify");
  }

  Candidate check(byte[] entry) throws RejectionException {
    return ThreadLocalRandom.current().nextInt(SAMPLE) == 0 ? timed(entry) : admission.check(entry);
  }

  private Candidate timed(byte[] entry) throws RejectionException {
    long started = ThreadCpu.current();
    Admission.Unverified read;
    try {
      read = admission.read(entry);
    } finally {
      parse.add(ThreadCpu.current() - started);
    }
    started = ThreadCpu.current();
    try {
      return read.verify();
    } finally {
      verify.add(ThreadCpu.current() - started);
    }
  }
}
