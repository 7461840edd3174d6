package dev.vitrine.client.monitor;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes alerts from the state to the sinks, each sink in order and on its own: one that refuses
 * keeps its own alerts waiting, not those of the others. Called by the monitor's thread after each
 * step; what is not taken is offered again on the next call.
 */
final class Outbox {
  private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());

  private final MonitorState state;
  private final String origin;
  private final List<AlertSink> sinks;

  Outbox(MonitorState state, String origin, List<AlertSink> sinks) {
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
      all &= flush(sink);
    }
    if (!sinks.isEmpty()) {
      state.forgetDelivered(sinks.stream().map(AlertSink::name).toList());
    }
    return all;
  }

  private boolean flush(AlertSink sink) throws IOException {
    long taken = sink.taken(origin);
    long done = Math.max(state.delivered(sink.name()), taken);
    for (Alert alert : state.alertsAfter(done)) {
      try {
        sink.deliver(alert);
      } catch (IOException e) {
        LOGGER.log(
            Level.WARNING,
            "alert {0} not taken by {1}: {2}",
            new Object[] {alert.id(), sink.name(), e.getMessage()});
        return false;
      }
      done = alert.sequence();
      if (taken < 0) {
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

  private void remember(AlertSink sink, long done) throws IOException {
    if (done > state.delivered(sink.name())) {
      state.commit(Step.builder().delivered(sink.name(), done).build());
    }
  }
}
