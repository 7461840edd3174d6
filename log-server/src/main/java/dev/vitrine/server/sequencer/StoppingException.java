package dev.vitrine.server.sequencer;

/** The server takes no entries: it stops, is frozen, or has lost track of what is on disk. */
public final class StoppingException extends AppendException {
  private static final long serialVersionUID = 1L;

  public StoppingException(String message) {
    super(message);
  }
}
