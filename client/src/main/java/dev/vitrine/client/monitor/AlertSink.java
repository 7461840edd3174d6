package dev.vitrine.client.monitor;

import java.io.IOException;

/** Somewhere alerts go, in order; one thread. */
public interface AlertSink {

  /** Stable name under which the monitor remembers how far this sink got. */
  String name();

  /**
   * The last sequence of a log this sink itself knows it took, -1 if it cannot know. A sink that
   * can tell makes delivery exactly once; one that cannot may see the last alert before a crash
   * again, with the same {@link Alert#id()}.
   */
  default long taken(String origin) throws IOException {
    return -1;
  }

  /** Called after the last of several deliveries; what was delivered is durable when it returns. */
  default void flush() throws IOException {}

  /**
   * @throws IOException if the alert was not taken; it will be offered again
   */
  void deliver(Alert alert) throws IOException;
}
