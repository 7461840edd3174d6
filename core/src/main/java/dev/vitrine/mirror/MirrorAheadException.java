package dev.vitrine.mirror;

/**
 * The mirror was told of a larger tree than the one to be pushed: a stale copy of the log was
 * asked, or the log was put back. Nothing is pushed over it.
 */
public final class MirrorAheadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long mirrorSize;

  MirrorAheadException(String origin, long mirrorSize, long logSize) {
    super(
        origin
            + ": the mirror was told of size "
            + mirrorSize
            + " (expected: <= "
            + logSize
            + ", the log's)");
    this.mirrorSize = mirrorSize;
  }

  /** The size the mirror says it was told of; nobody signed that. */
  public long mirrorSize() {
    return mirrorSize;
  }
}
