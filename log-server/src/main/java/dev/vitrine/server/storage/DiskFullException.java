package dev.vitrine.server.storage;

/** The batch was refused before anything was written, because too little space is left. */
public final class DiskFullException extends StoreException {
  private static final long serialVersionUID = 1L;

  public DiskFullException(String message) {
    super(message);
  }
}
