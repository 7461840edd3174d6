package dev.vitrine.server.sequencer;

import dev.vitrine.server.storage.StoreException;

/** Carries a failed state read through admission code, which knows of no store. */
final class StateReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreException failure;

  StateReadException(StoreException failure) {
    super(failure);
    this.failure = failure;
  }

  StoreException failure() {
    return failure;
  }
}
