package dev.vitrine.server.storage;

/**
 * A commit failed and whether it is on disk is unknown: the process must stop and re-read the
 * truth.
 */
public final class FatalStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  public FatalStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
