package dev.vitrine.mirror;

import java.io.IOException;

/** The two requests that a push makes, to the submission prefix of one mirror. */
public interface MirrorEndpoint {
  /**
   * {@code POST add-checkpoint}.
   *
   * @throws IOException if there is no answer, or the mirror is too busy for one
   */
  Answer addCheckpoint(byte[] body) throws IOException;

  /**
   * {@code POST add-entries}; the body may be sent zipped, which every mirror must take.
   *
   * @throws IOException if there is no answer, or the mirror is too busy for one
   */
  Answer addEntries(byte[] body) throws IOException;

  /**
   * What a mirror said.
   *
   * @param body of a length that the endpoint bounds; not copied
   */
  record Answer(int status, byte[] body) {}
}
