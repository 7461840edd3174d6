package dev.vitrine.server.publisher.witness;

import java.time.Duration;

/**
 * Told of every answer of a witness, for the metrics. Called from any thread, must return at once.
 */
public interface WitnessObserver {
  /** How a request ended. */
  enum Outcome {
    COSIGNED,
    CONFLICT,
    REFUSED,
    UNREACHABLE,
    CONTRADICTED
  }

  void answered(String witness, Outcome outcome, Duration took);

  /** An observer that keeps nothing. */
  static WitnessObserver none() {
    return (witness, outcome, took) -> {};
  }
}
