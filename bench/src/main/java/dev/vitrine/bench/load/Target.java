package dev.vitrine.bench.load;

import java.io.IOException;

/** A way into a log. */
public interface Target extends AutoCloseable {

  /** Sends without blocking; called by one thread at a time. */
  void send(byte[] entry, Answer answer);

  @Override
  void close() throws IOException;
}
