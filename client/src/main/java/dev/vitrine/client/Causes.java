package dev.vitrine.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failed, without the wrapping that futures put around it. */
final class Causes {
  private Causes() {}

  static Throwable unwrap(Throwable failure) {
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = failure.getCause();
    return wrapped && cause != null ? unwrap(cause) : failure;
  }
}
