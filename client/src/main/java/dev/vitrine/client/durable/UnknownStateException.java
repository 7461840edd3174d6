package dev.vitrine.client.durable;

import java.io.IOException;

/**
 * It is not known whether the old or the new bytes survive a power cut; only a restart can tell.
 */
public final class UnknownStateException extends IOException {
  private static final long serialVersionUID = 1L;

  UnknownStateException(String message, IOException cause) {
    super(message, cause);
  }
}
