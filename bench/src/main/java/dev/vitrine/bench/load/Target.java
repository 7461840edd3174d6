package dev.vitrine.bench.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A way into a log. */
public interface Target extends AutoCloseable {

  /** Sends without blocking; called by one thread at a time. */
  void send(byte[] entry, Answer answer);

  /**
   * Why a producer that cannot wait has to drop its next entry; null if it can be sent. Asked
   * before each entry that is due by a schedule, by the sending thread.
   */
  default @Nullable String pushBack() {
    return null;
  }

  @Override
  void close() throws IOException;
}
