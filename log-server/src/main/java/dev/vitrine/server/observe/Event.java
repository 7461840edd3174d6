package dev.vitrine.server.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The server's life-cycle events: one log line each, with key-value pairs, never a secret and never
 * one per request.
 */
public enum Event {
  /** The process begins: version, crypto provider, data folder. */
  STARTING,
  /** A key pair was made on first start. */
  KEY_CREATED,
  /** The store is open: size, root, milliseconds. */
  STORE_OPENED,
  /** A store of an older format was completed: from, to, size, rows, milliseconds. */
  STORE_MIGRATED,
  /** The filter before the leaf index holds every entry: entries, bytes, milliseconds. */
  LEAF_FILTER_FILLED,
  /** The filter before the leaf index is not used any more: duplicates cost more to find. */
  LEAF_FILTER_OFF,
  /** The server takes entries: origin, addresses, size. */
  SERVING,
  /** Free space fell below the floor: appends are refused, reads go on. */
  DISK_FULL,
  /** Free space is above the floor again. */
  DISK_FREED,
  /** A batch could not be stored and nothing of it was. */
  BATCH_FAILED,
  /** Witnesses did not meet the quorum in time. */
  QUORUM_MISSED,
  /** The quorum is met again. */
  QUORUM_MET,
  /** A checkpoint could not be signed or stored; it will be tried again. */
  PUBLISH_FAILED,
  /** A mirror could not be brought up to date; once until it can. */
  MIRROR_FAILED,
  /** A mirror holds the log again after failures. */
  MIRROR_BACK,
  /** A mirror says it was told of a larger tree than this log ever signed. */
  MIRROR_AHEAD,
  /** An operator froze the log. */
  FROZEN,
  /** An operator unfroze the log. */
  UNFROZEN,
  /** A backup was written. */
  BACKED_UP,
  /** TLS material was read again. */
  TLS_RELOADED,
  /** TLS material could not be read; the old one stays in use. */
  TLS_RELOAD_FAILED,
  /** The server was asked to stop. */
  STOPPING,
  /** The server stopped in order: size, root. */
  STOPPED,
  /** The server will not start: what is wrong and what to do. */
  REFUSED_TO_START,
  /** The server cannot know what is on disk, or found the tree contradicted: it ends at once. */
  FATAL;

  private static final Logger LOG = LoggerFactory.getLogger("vitrine");

  /** A line at level INFO, to be completed with {@code addKeyValue} and {@code log()}. */
  public LoggingEventBuilder info() {
    return LOG.atInfo().setMessage(name());
  }

  /** A line at level WARN. */
  public LoggingEventBuilder warn() {
    return LOG.atWarn().setMessage(name());
  }

  /** A line at level ERROR. */
  public LoggingEventBuilder error() {
    return LOG.atError().setMessage(name());
  }
}
