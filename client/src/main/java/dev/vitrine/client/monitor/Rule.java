package dev.vitrine.client.monitor;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * Looks at every record of a log in order. A rule keeps all it knows in the {@link Memory} and
 * reads no clock of its own, so that running it again over the same entries says the same.
 */
public interface Rule {
  /** Names the rule's memory; {@code [a-z-]+}, unique and never changed. */
  String name();

  /** Called once for each record. */
  void record(LoggedRecord record, Memory memory, Consumer<Finding> report);

  /**
   * Called after each look at the log, also when nothing came: where what is missing is found. A
   * finding that was reported before is dropped by the caller.
   */
  default void tick(Instant now, Memory memory, Consumer<Finding> report) {}
}
