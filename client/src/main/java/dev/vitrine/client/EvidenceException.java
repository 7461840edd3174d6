package dev.vitrine.client;

/** Evidence that is malformed or proves nothing. */
public final class EvidenceException extends Exception {
  private static final long serialVersionUID = 1L;

  EvidenceException(String message) {
    super(message);
  }

  EvidenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
