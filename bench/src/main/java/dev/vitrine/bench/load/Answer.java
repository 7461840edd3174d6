package dev.vitrine.bench.load;

/** What became of one entry; exactly one method is called, once, on any thread. */
public interface Answer {

  /**
   * @param index the entry's index in the log
   */
  void acknowledged(long index);

  /**
   * The log pushed back and holds nothing of the entry.
   *
   * @param retryAfterMillis the log's advice, 0 where it gave none
   */
  void refused(String reason, long retryAfterMillis);

  /** Anything else: a broken connection, an unexpected status. */
  void failed(String reason);
}
