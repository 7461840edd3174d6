package dev.vitrine.client.mirror;

/**
 * The mirror was told of a larger tree than the log shows: a stale copy of the log was asked, or
 * the log was put back. Nothing is pushed over it.
 */
public final class MirrorAheadException extends Exception {
  private static final long serialVersionUID = 1L;

  MirrorAheadException(String origin, long mirrorSize, long logSize) {
    super(
        origin
            + ": the mirror was told of size "
            + mirrorSize
            + " (expected: <= "
            + logSize
            + ", the log's)");
  }
}
