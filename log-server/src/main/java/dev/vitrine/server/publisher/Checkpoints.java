package dev.vitrine.server.publisher;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The log's signed heads as readers and waiting appends see them. Safe for any thread. */
public interface Checkpoints {
  /** The newest checkpoint that readers may see; empty only before the first one. */
  Optional<PublishedCheckpoint> visible();

  /**
   * Completes with a checkpoint the log signed that covers the leaf.
   *
   * @param index the leaf's index
   */
  CompletableFuture<PublishedCheckpoint> awaitPublished(long index);

  /**
   * Completes with a visible checkpoint, cosigned to the quorum, that covers the leaf.
   *
   * @param index the leaf's index
   */
  CompletableFuture<PublishedCheckpoint> awaitWitnessed(long index);

  /**
   * Calls the listener for each checkpoint that becomes visible from now on, from the publisher's
   * thread: a listener must return at once.
   *
   * @return ends the subscription when closed
   */
  Subscription subscribe(Consumer<PublishedCheckpoint> listener);

  /** A running subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
