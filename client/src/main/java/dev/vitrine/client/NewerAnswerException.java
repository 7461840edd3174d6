package dev.vitrine.client;

import java.io.IOException;

/** An answer in a format that this library does not know, and that says so itself. */
final class NewerAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  NewerAnswerException(String message) {
    super(message);
  }
}
