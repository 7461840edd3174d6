package dev.vitrine.bench.micro;

import java.util.Map;
import java.util.TreeMap;

/** What one round measured, by benchmark: {@code HashBenchmarks.node}, {@code X.append:8192}. */
record Round(Map<String, Score> scores) {

  /**
   * @param nanos median iteration, nanoseconds an operation
   * @param spreadNanos fastest and slowest iteration
   * @param bytes allocated an operation
   */
  record Score(double nanos, double fastest, double slowest, double bytes) {}

  Round {
    scores = new TreeMap<>(scores);
  }

  /**
   * @throws IllegalArgumentException if the round did not run that benchmark
   */
  double nanos(String benchmark) {
    return score(benchmark).nanos();
  }

  double bytes(String benchmark) {
    return score(benchmark).bytes();
  }

  boolean has(String benchmark) {
    return scores.containsKey(benchmark);
  }

  private Score score(String benchmark) {
    Score score = scores.get(benchmark);
    if (score == null) {
      throw new IllegalArgumentException(
          "benchmark: " + benchmark + " (expected: one of " + scores.keySet() + ")");
    }
    return score;
  }
}
