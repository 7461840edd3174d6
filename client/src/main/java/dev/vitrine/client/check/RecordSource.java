package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.VerifiedHead;
import java.util.List;
import java.util.Optional;

/** Where records are found. Every record given is proven to be in {@link #head}. */
interface RecordSource {
  /** The head that everything is proven against. */
  VerifiedHead head();

  /** Records that may carry a key, in rising order; the caller looks whether they do. */
  List<LoggedRecord> find(LookupKey key) throws LogException;

  /**
   * Asks for many keys at once, so that later calls of {@link #find} need not wait; what goes wrong
   * is said there.
   */
  default void prefetch(List<LookupKey> keys) {}

  /** The newest releases with a file of this name, without folders. */
  List<LoggedRecord> named(String fileName) throws LogException;

  /** The record at an index; empty where that entry is no record. */
  Optional<LoggedRecord> at(long index) throws LogException;

  /** Whether nothing can be withheld: every entry of the head was read. */
  boolean isComplete();
}
