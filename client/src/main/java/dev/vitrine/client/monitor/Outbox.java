package dev.vitrine.client.monitor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes alerts from the state to the sinks, each sink in order and on its own: one that refuses
 * keeps its own alerts waiting, not those of the others. Called by the monitor's thread after each
 * step; what is not taken is offered again on the first call after a pause that doubles, so that a
 * sink that hangs does not hold up the monitor at every step.
 */
final class Outbox {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());

  private final MonitorState state;
  private final String origin;
  private final List<AlertSink> sinks;
  private final InstantSource clock;
  private final Map<String, Pause> pauses = new HashMap<>();

  Outbox(MonitorState state, String origin, List<AlertSink> sinks, InstantSource clock) {
    this.clock = clock;
    this.state = state;
    this.origin = origin;
    this.sinks = List.copyOf(sinks);
  }

  /**
   * @return whether every sink has taken everything
   */
  boolean flush() throws IOException {
    boolean all = true;
    for (AlertSink sink : sinks) {
      all &= !isPaused(sink) && flush(sink);
    }
    if (!sinks.isEmpty()) {
      state.forgetDelivered(sinks.stream().map(AlertSink::name).toList());
    }
    return all;
  }

  private boolean flush(AlertSink sink) throws IOException {
    long done = Math.max(state.delivered(sink.name()), held(sink));
    for (Optional<Alert> alert = state.alertAfter(done);
        alert.isPresent();
        alert = state.alertAfter(done)) {
      if (!offer(sink, alert.get())) {
        return false;
      }
      done = alert.get().sequence();
      if (!sink.remembers()) {
        // After each one, so that a crash repeats at most the one just delivered.
        remember(sink, done);
      }
    }
    if (done > state.delivered(sink.name())) {
      sink.flush();
      remember(sink, done);
    }
    return true;
  }

  /** How far the sink itself says it is; 0 if what it holds is not from this state. */
  private long held(AlertSink sink) throws IOException {
    Optional<AlertLine.Written> last = sink.last(origin);
    if (last.isEmpty()) {
      return 0;
    }
    Optional<Alert> alert = state.alert(last.get().sequence());
    return alert.filter(last.get()::isOf).map(Alert::sequence).orElse(0L);
  }

  private boolean offer(AlertSink sink, Alert alert) {
    try {
      sink.deliver(alert);
      pauses.remove(sink.name());
      return true;
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING,
          "alert {0} not taken by {1}: {2}",
          new Object[] {alert.id(), sink.name(), e.getMessage()});
      pauses.compute(sink.name(), (name, pause) -> Pause.after(pause, clock.instant()));
      return false;
    }
  }

  private void remember(AlertSink sink, long done) throws IOException {
    if (done > state.delivered(sink.name())) {
      state.commit(Step.builder().delivered(sink.name(), done).build());
    }
  }

  private boolean isPaused(AlertSink sink) {
    Pause pause = pauses.get(sink.name());
    return pause != null && clock.instant().isBefore(pause.until());
  }

  /** Nothing is offered to a sink until then. */
  private record Pause(Duration length, Instant until) {
    static Pause after(@Nullable Pause before, Instant now) {
      Duration next = before == null ? FIRST_PAUSE : before.length().multipliedBy(2);
      Duration length = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
      return new Pause(length, now.plus(length));
    }
  }
}
