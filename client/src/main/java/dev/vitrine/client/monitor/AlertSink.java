package dev.vitrine.client.monitor;

import java.io.IOException;
import java.util.Optional;

/** Somewhere alerts go, in order; one thread. */
public interface AlertSink {

  /** Stable name under which the monitor remembers how far this sink got. */
  String name();

  /**
   * Whether {@link #last} can be relied upon: such a sink gets each alert exactly once. One that
   * cannot tell may see the last alert before a crash again, with the same {@link Alert#id()}.
   */
  default boolean remembers() {
    return false;
  }

  /** The last alert of a log this sink holds, if it remembers any. */
  default Optional<AlertLine.Written> last(String origin) throws IOException {
    return Optional.empty();
  }

  /** Called after the last of several deliveries; what was delivered is durable when it returns. */
  default void flush() throws IOException {}

  /**
   * @throws IOException if the alert was not taken; it will be offered again
   */
  void deliver(Alert alert) throws IOException;
}
