package dev.vitrine.client;

/** Receives verified entries in order. */
@FunctionalInterface
public interface EntrySink {
  /**
   * Takes an entry.
   *
   * @param index its index
   * @param entry its bytes, the sink's to keep
   */
  void accept(long index, byte[] entry);
}
