package dev.vitrine.client;

import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.Optional;

/**
 * What a client remembers between questions: for each origin the newest head that it has verified.
 * Every later head must extend it; this is how a client that a log shows another history notices.
 *
 * <p>Implementations are safe for many threads, and those on disk for many processes.
 */
public interface TrustStore {
  /**
   * The newest head verified for an origin.
   *
   * @param origin the log's origin
   * @return the head; empty where none was seen
   * @throws IOException if the store cannot be read, or holds what it never wrote
   */
  Optional<SignedCheckpoint> newest(String origin) throws IOException;

  /**
   * Replaces the remembered head, if it is still the one that the caller has compared with.
   *
   * @param origin the log's origin
   * @param compared what {@link #newest} answered
   * @param next the head to remember, durable when this returns true
   * @return false where another thread or process was faster; compare again then
   * @throws IOException if the store cannot be written
   */
  boolean replace(String origin, Optional<SignedCheckpoint> compared, SignedCheckpoint next)
      throws IOException;

  /**
   * Keeps evidence of a fork. The remembered head stays as it is.
   *
   * @param evidence verified evidence
   * @return where it was written, as a person reads it
   * @throws IOException if the store cannot be written
   */
  String keep(ForkEvidence evidence) throws IOException;

  /**
   * A store that lasts as long as the process.
   *
   * @return a new, empty store
   */
  static TrustStore inMemory() {
    return new MemoryTrustStore();
  }
}
