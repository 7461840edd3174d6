package dev.vitrine.client.witness;

import java.util.OptionalLong;

/** The witness does not sign; the HTTP status says why, the message says it in words. */
public final class RefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final long cosignedSize;
  private final long retryAfterSeconds;

  private RefusalException(int status, String message, long cosignedSize, long retryAfterSeconds) {
    super(message);
    this.status = status;
    this.cosignedSize = cosignedSize;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public static RefusalException of(int status, String message) {
    return new RefusalException(status, message, -1, -1);
  }

  public static RefusalException of(int status, Exception cause) {
    return of(status, String.valueOf(cause.getMessage()));
  }

  public static RefusalException conflict(long cosignedSize, long oldSize) {
    return new RefusalException(
        409, "old " + oldSize + " (expected: " + cosignedSize + ")", cosignedSize, -1);
  }

  public static RefusalException retry(int status, String message, long seconds) {
    return new RefusalException(status, message, -1, seconds);
  }

  public int status() {
    return status;
  }

  /** On a conflict the size cosigned last. */
  public OptionalLong cosignedSize() {
    return cosignedSize < 0 ? OptionalLong.empty() : OptionalLong.of(cosignedSize);
  }

  /** Whole seconds after which asking again makes sense. */
  public OptionalLong retryAfterSeconds() {
    return retryAfterSeconds < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfterSeconds);
  }
}
