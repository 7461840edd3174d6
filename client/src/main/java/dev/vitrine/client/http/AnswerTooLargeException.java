package dev.vitrine.client.http;

import java.io.IOException;

/** An answer is longer than what it can be; asking again changes nothing. */
public final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param limit bytes that it may have
   */
  public AnswerTooLargeException(int limit) {
    super("answer of more than %d bytes (expected: at most that)".formatted(limit));
  }
}
