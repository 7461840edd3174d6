package dev.vitrine.server.storage;

import java.io.IOException;

/** A read or write of the store failed; after a failed write nothing of the batch was stored. */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
