package dev.vitrine.server.storage;

/** What is on disk is not what was written; the message names the file or row and what to do. */
public final class DamagedStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  public DamagedStoreException(String message) {
    super(message);
  }

  public DamagedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
