package dev.vitrine.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When each entry is due, in nanoseconds after the start of the load. Called with 0, 1, 2, … by one
 * thread.
 */
public interface Schedule {

  /** Never decreases from one call to the next; {@link Long#MAX_VALUE} after the last step. */
  long due(long number);

  /**
   * Entries evenly apart.
   *
   * @param perSecond entries a second, above 0
   */
  static Schedule constant(double perSecond) {
    Step step = new Step(perSecond, Duration.ZERO);
    return number -> (long) (number * 1e9 / step.perSecond());
  }

  /** Independent arrivals: exponential gaps whose mean is {@code 1 / perSecond}. */
  static Schedule poisson(double perSecond, long seed) {
    Step step = new Step(perSecond, Duration.ZERO);
    return new Schedule() {
      private final SplittableRandom random = new SplittableRandom(seed);
      private double next;

      @Override
      public long due(long number) {
        double due = next;
        next += -Math.log1p(-random.nextDouble()) * 1e9 / step.perSecond();
        return (long) due;
      }
    };
  }

  /** Entries evenly apart in each step, one step after the other. */
  static Schedule steps(List<Step> steps) {
    List<Schedule> each = new ArrayList<>();
    steps.forEach(step -> each.add(constant(step.perSecond())));
    return new Schedule() {
      private int at;
      private long stepNumber;
      private long stepNanos;

      @Override
      public long due(long number) {
        while (at < steps.size()) {
          long due = each.get(at).due(number - stepNumber);
          if (due < steps.get(at).lasts().toNanos()) {
            return stepNanos + due;
          }
          stepNumber = number;
          stepNanos += steps.get(at++).lasts().toNanos();
        }
        return Long.MAX_VALUE;
      }
    };
  }
}
