package dev.vitrine.client.http;

import java.io.IOException;

/** The request body is longer than the route accepts; the endpoint answers 413. */
public final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException(int limit) {
    super("request body: longer than " + limit + " bytes (expected: <= " + limit + ")");
  }
}
