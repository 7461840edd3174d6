package dev.vitrine.client;

import java.io.IOException;

/** Something answered that is no log: a web page, a log-in form. */
final class NotALogException extends IOException {
  private static final long serialVersionUID = 1L;

  NotALogException(String message) {
    super(message);
  }
}
