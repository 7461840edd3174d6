package dev.vitrine.server.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Puts the log on the network; implemented by {@code api.listen}, called by the server's start. */
@FunctionalInterface
public interface ApiBinder {
  /**
   * Starts listening. Called once, after the log is recovered and its first checkpoint is visible.
   *
   * @throws IOException if an address cannot be bound; the message names it
   */
  RunningApi bind(ApiContext context) throws IOException;

  /** A bound listener. */
  interface RunningApi extends AutoCloseable {
    /** What to try, such as {@code http://127.0.0.1:6962}. */
    List<String> addresses();

    /** Which of them is the operator's, if any. */
    default Optional<String> adminAddress() {
      return Optional.empty();
    }

    /** Is told that the log takes no more; what is under way is answered yet. */
    void stopping();

    /** Answers what is under way and closes, within a bounded time. */
    @Override
    void close();
  }
}
