package dev.vitrine.server.publisher.witness;

/** Too few witnesses cosigned; the message says what each of the others said. */
public final class QuorumNotMetException extends Exception {
  private static final long serialVersionUID = 1L;

  QuorumNotMetException(String message) {
    super(message);
  }
}
