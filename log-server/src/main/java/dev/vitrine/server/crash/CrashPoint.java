package dev.vitrine.server.crash;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The steps between an entry's acceptance and its publication. A test names one in a system
 * property as {@code STEP} or {@code STEP:n}, and the process ends there, as if killed, the n-th
 * time it comes by. Not set, a step costs one read of a constant.
 */
public enum CrashPoint {
  ENTRY_QUEUED,
  BATCH_PREPARED,
  BEFORE_COMMIT,
  AFTER_COMMIT,
  BEFORE_ANSWER,
  AFTER_ANSWER,
  BEFORE_SELF_CHECK,
  BEFORE_SIGN,
  AFTER_SIGN,
  HEAD_WRITTEN,
  HEAD_SYNCED,
  HEAD_RENAMED,
  HEAD_STORED,
  BEFORE_VISIBLE,
  AFTER_VISIBLE;

  /** The property that arms a step; for tests only, and not part of the configuration. */
  public static final String PROPERTY = "vitrine.test.crash-point";

  /** What the process ends with, told apart from every orderly end. */
  public static final int EXIT_CODE = 87;

  private static final @Nullable CrashPoint ARMED;
  private static final AtomicLong REMAINING;

  static {
    String value = System.getProperty(PROPERTY, "");
    int colon = value.indexOf(':');
    String name = colon < 0 ? value : value.substring(0, colon);
    ARMED = name.isEmpty() ? null : valueOf(name);
    REMAINING = new AtomicLong(colon < 0 ? 1 : Long.parseLong(value.substring(colon + 1)));
  }

  /** Ends the process here if this step is armed. */
  public void pass() {
    if (this == ARMED && REMAINING.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
