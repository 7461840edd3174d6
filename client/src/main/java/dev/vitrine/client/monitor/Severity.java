package dev.vitrine.client.monitor;

/** How soon a person should look. */
public enum Severity {
  /** Worth knowing; nothing is wrong by itself: a key event, an emergency update. */
  NOTICE,
  /** Something does not fit and somebody must explain it. */
  WARNING,
  /** The log, or what it records, cannot be trusted as it is. */
  CRITICAL
}
