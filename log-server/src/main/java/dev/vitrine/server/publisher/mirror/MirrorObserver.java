package dev.vitrine.server.publisher.mirror;

import java.time.Duration;

/** Told of every push, for the metrics. Called from the mirrors' threads, must return at once. */
interface MirrorObserver {
  /** What came of a push; see the package. */
  enum Outcome {
    HELD,
    REFUSED,
    UNREACHABLE,
    AHEAD
  }

  void pushed(String mirror, Outcome outcome, Duration took);
}
