package dev.vitrine.server.sequencer;

import java.util.concurrent.CompletableFuture;

/** Takes entries from any thread and answers with their place in the log. */
@FunctionalInterface
public interface Appender {
  /**
   * Offers one entry. Never blocks; the entry must not be changed afterwards.
   *
   * @param entry 1..65,535 bytes
   * @return completes once the entry is durable, or fails with {@link RejectedAppendException} (an
   *     admission rule says no), {@link OverloadedException} (nothing was accepted; try later) or
   *     {@link StoppingException} (stopping, frozen, or the commit's outcome is unknown)
   */
  CompletableFuture<Appended> append(byte[] entry);

  /**
   * An appender for entries that come one after the other, such as those of one stream: what is
   * offered to it first is decided on first, so that a record may follow the one it depends on
   * without waiting for its answer. To be called by one thread at a time.
   */
  default Appender inOrder() {
    return this;
  }
}
