package dev.vitrine.client.monitor;

import java.io.IOException;
import java.util.Optional;

/**
 * A sink before and after each of whose deliveries somebody looks.
 *
 * @param note looks
 */
record WatchedSink(AlertSink sink, Runnable note) implements AlertSink {
  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public boolean remembers() {
    return sink.remembers();
  }

  @Override
  public Optional<AlertLine.Written> last(String origin) throws IOException {
    note.run();
    return sink.last(origin);
  }

  @Override
  public void deliver(Alert alert) throws IOException {
    note.run();
    sink.deliver(alert);
    note.run();
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
    note.run();
  }
}
