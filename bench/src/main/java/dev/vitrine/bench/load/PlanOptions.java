package dev.vitrine.bench.load;

import dev.vitrine.bench.options.Usage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a plan, the same for every command that offers entries. */
@SuppressWarnings("NullAway.Init") // set by picocli
public final class PlanOptions {

  /** How entries arrive. */
  enum Arrival {
    open,
    closed
  }

  @Option(
      names = "--rate",
      defaultValue = "max",
      description = "Entries a second, or max. Default: ${DEFAULT-VALUE}")
  private String rate;

  @Option(
      names = "--arrival",
      defaultValue = "open",
      description =
          "open: sent when due, whatever is outstanding; closed: at most --concurrency outstanding."
              + " Without a rate always closed. Default: ${DEFAULT-VALUE}")
  private Arrival arrival;

  @Option(names = "--poisson", description = "Random arrivals instead of even ones.")
  private boolean poisson;

  @Option(
      names = "--concurrency",
      defaultValue = "1024",
      description = "Outstanding entries of closed arrival. Default: ${DEFAULT-VALUE}")
  private int concurrency;

  @Option(
      names = "--size",
      defaultValue = "1024",
      description = "Bytes in an entry, 16..65535. Default: ${DEFAULT-VALUE}")
  private int size;

  @Option(
      names = "--duplicates",
      defaultValue = "0",
      description = "Share of requests that repeat an earlier entry. Default: ${DEFAULT-VALUE}")
  private double duplicates;

  @Option(
      names = "--duration",
      defaultValue = "20s",
      description = "Measured time. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--warm-up",
      defaultValue = "30s",
      description =
          "Time before it, not counted: below it, much of what a slow machine shows is the JVM's"
              + " compiler. Default: ${DEFAULT-VALUE}")
  private Duration warmUp;

  @Option(
      names = "--seed",
      description = "Makes entries and arrivals repeatable; a new one each run by default.")
  private Long seed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private long nextSeed;

  /** Refuses what no plan can be made of. */
  public void require() {
    Usage.check(command, () -> entries(plan()));
    if (warmsUp()) {
      Usage.check(command, this::warmUpPlan);
    }
  }

  /** The plan as given. */
  public LoadPlan plan() {
    return plan(targetRate(), duration);
  }

  /** The plan that brings a server to its speed before it is measured. */
  public LoadPlan warmUpPlan() {
    return plan(targetRate(), warmUp);
  }

  /** The same at another rate: what runs half idle is compiled for other paths. */
  public LoadPlan warmUpPlanAt(double perSecond) {
    return plan(OptionalDouble.of(perSecond), warmUp);
  }

  /** The plan with another rate. */
  public LoadPlan planAt(double perSecond) {
    return plan(OptionalDouble.of(perSecond), duration);
  }

  /** The plan whose rate changes on the way; open, for whoever is overloaded cannot wait. */
  public LoadPlan planOf(List<Step> steps) {
    Duration whole = steps.stream().map(Step::lasts).reduce(Duration.ZERO, Duration::plus);
    Window window = new Window(Duration.ZERO, whole);
    return new LoadPlan(steps, false, LoadPlan.OPEN_OUTSTANDING, duplicates, freshSeed(), window);
  }

  private LoadPlan plan(OptionalDouble perSecond, Duration measured) {
    boolean bounded = arrival == Arrival.closed || perSecond.isEmpty();
    return LoadPlan.of(
        perSecond,
        poisson,
        bounded ? concurrency : LoadPlan.OPEN_OUTSTANDING,
        duplicates,
        freshSeed(),
        new Window(Duration.ZERO, measured));
  }

  /** Each plan offers entries of its own, so that no run meets those of another. */
  private long freshSeed() {
    if (nextSeed == 0) {
      nextSeed = seed != null ? seed : System.nanoTime();
    }
    return nextSeed++ << 32;
  }

  public boolean warmsUp() {
    return !warmUp.isZero();
  }

  public EntrySource entries(LoadPlan plan) {
    return new RandomEntries(size, plan.seed());
  }

  public int entrySize() {
    return size;
  }

  public int concurrency() {
    return concurrency;
  }

  /** Whether as many entries are offered as the log takes. */
  public boolean isMaximum() {
    return rate.equals("max");
  }

  private OptionalDouble targetRate() {
    if (isMaximum()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(rate));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--rate: " + rate + " (expected: a number, or max)", e);
    }
  }
}
