package dev.vitrine.client.monitor;

/**
 * Where the alerts lie that some sink has not taken: 12 bytes of memory for each. Their sequences
 * have no gaps.
 */
final class AlertQueue {
  private long first = 1;
  private long[] offsets = new long[16];
  private int[] journals = new int[16];
  private int start;
  private int end;

  /**
   * @param journal number of the journal
   * @param offset in it
   */
  void add(long sequence, int journal, long offset) {
    if (isEmpty()) {
      start = 0;
      end = 0;
      first = sequence;
    } else if (sequence != first + size()) {
      throw new IllegalStateException(
          "alert " + sequence + " (expected: " + (first + size()) + ", the next)");
    }
    if (end == offsets.length) {
      makeRoom();
    }
    offsets[end] = offset;
    journals[end] = journal;
    end++;
  }

  boolean isEmpty() {
    return start == end;
  }

  int size() {
    return end - start;
  }

  /** Sequence of the first one. */
  long first() {
    return first;
  }

  boolean holds(long sequence) {
    return sequence >= first && sequence < first + size();
  }

  int journal(long sequence) {
    return journals[index(sequence)];
  }

  long offset(long sequence) {
    return offsets[index(sequence)];
  }

  /** Drops all up to a sequence. */
  void forget(long upTo) {
    while (!isEmpty() && first <= upTo) {
      start++;
      first++;
    }
  }

  private int index(long sequence) {
    return start + Math.toIntExact(sequence - first);
  }

  private void makeRoom() {
    int capacity = Math.max(16, 2 * size());
    long[] moreOffsets = new long[capacity];
    int[] moreJournals = new int[capacity];
    System.arraycopy(offsets, start, moreOffsets, 0, size());
    System.arraycopy(journals, start, moreJournals, 0, size());
    offsets = moreOffsets;
    journals = moreJournals;
    end = size();
    start = 0;
  }
}
