package dev.vitrine.client.monitor;

import java.io.IOException;

/** Somewhere alerts go, in order; one thread. */
public interface AlertSink {

  /** Stable name under which the monitor remembers how far this sink got. */
  String name();

  /**
   * The last sequence of a log this sink itself knows it took, or 0. A sink that can tell makes
   * delivery exactly once; one that cannot may see the last alert before a crash again, with the
   * same {@link Alert#id()}.
   */
  default long taken(String origin) throws IOException {
    return 0;
  }

  /**
   * @throws IOException if the alert was not taken; it will be offered again
   */
  void deliver(Alert alert) throws IOException;
}
