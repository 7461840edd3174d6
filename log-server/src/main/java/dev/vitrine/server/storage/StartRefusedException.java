package dev.vitrine.server.storage;

import java.io.IOException;

/** The server will not start; the message says what is wrong and what to do. */
public final class StartRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message);
  }

  public StartRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
