package dev.vitrine.server.publisher;

import java.io.IOException;

/**
 * What the store holds contradicts or lags behind what the log or its witnesses have signed.
 * Signing on would fork the log; the message says which side is behind and what to do.
 */
public final class RollbackException extends IOException {
  private static final long serialVersionUID = 1L;

  public RollbackException(String message) {
    super(message);
  }

  public RollbackException(String message, Throwable cause) {
    super(message, cause);
  }
}
