package dev.vitrine.server.publisher.witness;

import java.time.Duration;

/** The pause after failures: doubles from {@link #FIRST} to {@link #LONGEST}. Immutable. */
public record Rest(int failures, long untilNanos) {
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofMinutes(1);

  public static Rest none() {
    return new Rest(0, 0);
  }

  public Rest after(Duration asked, long nowNanos) {
    Duration own = FIRST.multipliedBy(1L << Math.min(failures, 20));
    Duration pause = own.compareTo(LONGEST) > 0 ? LONGEST : own;
    Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
    return new Rest(failures + 1, nowNanos + longer.toNanos());
  }

  boolean isOver(long nowNanos) {
    return failures == 0 || nowNanos - untilNanos >= 0;
  }
}
