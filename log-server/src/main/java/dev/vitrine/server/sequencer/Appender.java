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
}
