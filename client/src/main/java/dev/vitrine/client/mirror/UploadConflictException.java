package dev.vitrine.client.mirror;

/** The upload does not go on where the mirror stands; the answer says where that is. */
final class UploadConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  UploadConflictException(String message) {
    super(message);
  }
}
