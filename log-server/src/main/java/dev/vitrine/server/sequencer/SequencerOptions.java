package dev.vitrine.server.sequencer;

/**
 * Bounds of the write path.
 *
 * @param queueEntries entries that may wait, 1 or more
 * @param queueBytes bytes that may wait
 * @param keyPercent how much of the queue the entries of one account may hold, 1..100
 * @param batchEntries entries of one batch, 1 or more
 * @param batchBytes bytes of one batch, exceeded by at most one entry
 */
public record SequencerOptions(
    int queueEntries, long queueBytes, int keyPercent, int batchEntries, long batchBytes) {
  public SequencerOptions {
    if (queueEntries < 1
        || queueBytes < 1
        || keyPercent < 1
        || keyPercent > 100
        || batchEntries < 1
        || batchBytes < 1) {
      throw new IllegalArgumentException(
          String.format(
              "queue %d entries %d bytes, %d percent a key, batch %d entries %d bytes (expected: all >= 1, percent <= 100)",
              queueEntries, queueBytes, keyPercent, batchEntries, batchBytes));
    }
  }
}
