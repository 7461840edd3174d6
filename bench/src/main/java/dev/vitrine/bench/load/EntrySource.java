package dev.vitrine.bench.load;

/** The entries that a run offers, by number; the same number always gives the same bytes. */
public interface EntrySource {

  /** Called from any thread. */
  byte[] entry(long id);

  /** How many there are; the ids are below it. */
  default long count() {
    return Long.MAX_VALUE;
  }
}
