package dev.vitrine.server.sequencer;

import java.time.Duration;
import java.util.Objects;

/** The server cannot take the entry now; nothing of it was accepted. */
public final class OverloadedException extends AppendException {
  private static final long serialVersionUID = 1L;

  /** Why there is no room. */
  public enum Reason {
    /** The queue of accepted entries is full. */
    QUEUE_FULL,
    /** The key that issued the entry has its share of the queue. */
    KEY_SHARE_FULL,
    /** The file system is below its floor of free space. */
    DISK_FULL,
    /** The key that issued the entry has used up what it may append. */
    KEY_QUOTA_EXCEEDED,
    /** A batch could not be stored; nothing of it was. */
    STORE_FAILED
  }

  private final Duration retryAfter;
  private final Reason reason;
  private final String keyId;

  public OverloadedException(Duration retryAfter, Reason reason, String message) {
    this(retryAfter, reason, message, "");
  }

  /**
   * @param keyId whose limit it is; empty where it is nobody's own
   */
  public OverloadedException(Duration retryAfter, Reason reason, String message, String keyId) {
    super(message);
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.keyId = Objects.requireNonNull(keyId, "keyId");
  }

  /** How long a caller should wait before it tries again. */
  public Duration retryAfter() {
    return retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /** The id of the key whose own limit is reached; empty where it is everybody's. */
  public String keyId() {
    return keyId;
  }
}
