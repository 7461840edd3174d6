package dev.vitrine.client;

import java.net.URI;
import java.nio.file.NoSuchFileException;

/** HTTP status 404. */
final class HttpNotFoundException extends NoSuchFileException {
  private static final long serialVersionUID = 1L;

  private final boolean explained;

  HttpNotFoundException(URI uri, boolean explained) {
    super(uri.toString());
    this.explained = explained;
  }

  /**
   * Whether a Vitrine log said so in a problem document: then it is an answer, not an unknown
   * address.
   */
  boolean isExplained() {
    return explained;
  }
}
