package dev.vitrine.client.cli;

/** The command cannot be carried out as given; exit code 2. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
