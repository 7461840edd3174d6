package dev.vitrine.server.storage;

/** Receives entries in log order. */
@FunctionalInterface
public interface EntrySink {
  /**
   * Takes one entry.
   *
   * @return whether more entries are wanted
   */
  boolean accept(long index, byte[] entry);
}
