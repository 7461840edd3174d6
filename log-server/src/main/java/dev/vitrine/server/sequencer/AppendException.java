package dev.vitrine.server.sequencer;

/** An append that put nothing into the log, as far as the server knows. */
public abstract sealed class AppendException extends Exception
    permits RejectedAppendException, OverloadedException, StoppingException {
  private static final long serialVersionUID = 1L;

  AppendException(String message) {
    // Refusals are answers, not faults: they must stay cheap under overload, so no stack trace.
    super(message, null, false, false);
  }
}
