package dev.vitrine.server.sequencer;

/**
 * Bounds of the write path.
 *
 * @param queueEntries entries that may wait, 1 or more
 * @param queueBytes bytes that may wait
 * @param batchEntries entries of one batch, 1 or more
 * @param batchBytes bytes of one batch, exceeded by at most one entry
 */
public record SequencerOptions(
    int queueEntries, long queueBytes, int batchEntries, long batchBytes) {
  public SequencerOptions {
    if (queueEntries < 1 || queueBytes < 1 || batchEntries < 1 || batchBytes < 1) {
      throw new IllegalArgumentException(
          String.format(
              "queue %d entries %d bytes, batch %d entries %d bytes (expected: all >= 1)",
              queueEntries, queueBytes, batchEntries, batchBytes));
    }
  }
}
