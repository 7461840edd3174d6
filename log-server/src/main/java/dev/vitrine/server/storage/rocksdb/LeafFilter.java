package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.observe.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of nearly every leaf hash that is not in the log that it is not, without asking the
 * database: nearly every append is new, and finding nothing in a large index costs more than all
 * else that is done for an entry.
 *
 * <p>The rule: where {@link #mightHold} says no, the hash is of no committed entry. Two parts hold
 * it. What is committed while the store is open is added by the committing thread, before it is
 * written. What was there at the opening is added by one thread that reads the tiles ({@link
 * LeafFilterFilling}); until it is through, and for ever if it fails or the limit is reached, every
 * answer is "perhaps", which is always right. The filter is not on disk: a lost or torn one cannot
 * exist.
 */
final class LeafFilter {
  /** What was there at the opening (owned by the filling), what came since (by the committer). */
  private record Parts(GrowingFilter stored, GrowingFilter added) {
    Parts() {
      this(new GrowingFilter(), new GrowingFilter());
    }

    boolean mightHold(Hash leafHash) {
      return added.mightHold(leafHash) || stored.mightHold(leafHash);
    }

    long bytes() {
      return stored.bytes() + added.bytes();
    }
  }

  private final long limit;
  private volatile @Nullable Parts parts; // null once given up; guarded by this when written
  private volatile @Nullable Parts used; // null unless filled; guarded by this when written

  /**
   * Makes a filter that says "perhaps" until it is {@link #filled}.
   *
   * @param limit bytes it may take, 0: it is never used
   */
  LeafFilter(long limit) {
    this.limit = limit;
    this.parts = limit == 0 ? null : new Parts();
  }

  /** Whether the hash may be of a committed entry; read the head first. */
  boolean mightHold(Hash leafHash) {
    // Read once: the parts of a filter that is given up meanwhile still hold all they held.
    Parts now = used;
    return now == null || now.mightHold(leafHash);
  }

  /** Whether it will never say no again. */
  boolean isOff() {
    return parts == null;
  }

  /** Whether it says no to anything. */
  boolean isUsed() {
    return used != null;
  }

  /** Memory outside the heap, in bytes. */
  long bytes() {
    Parts now = parts;
    return now == null ? 0 : now.bytes();
  }

  /** Adds what is about to be committed. Called by the committing thread. */
  void add(List<Hash> leafHashes) {
    Parts now = parts;
    if (now == null) {
      return;
    }
    try {
      for (Hash leafHash : leafHashes) {
        if (!now.added.add(leafHash, limit - now.bytes())) {
          giveUp("limit of " + limit + " bytes reached");
          return;
        }
      }
    } catch (OutOfMemoryError e) {
      giveUp(tooLittle(e));
    }
  }

  /**
   * Makes room for what the store holds at its opening. Called by the filling thread.
   *
   * @return whether there is room; if not, the filter is off
   */
  boolean reserve(long hashes) {
    Parts now = parts;
    if (now == null) {
      return false;
    }
    try {
      if (now.stored.reserve(hashes, limit - now.bytes())) {
        return true;
      }
      giveUp("limit of " + limit + " bytes is too small for " + hashes + " entries");
    } catch (OutOfMemoryError e) {
      giveUp(tooLittle(e));
    }
    return false;
  }

  /** Adds an entry that was there at the opening. Called by the filling thread. */
  void addStored(Hash leafHash) {
    Parts now = parts;
    if (now != null && !now.stored.add(leafHash, 0)) {
      giveUp("more entries than the store said");
    }
  }

  /**
   * From here on it is used: everything that was there at the opening is added. Called by the
   * filling thread.
   */
  synchronized void filled() {
    used = parts;
  }

  /** From here on every answer is "perhaps", and the memory is given back. */
  synchronized void giveUp(String reason) {
    if (isOff()) {
      return;
    }
    Event.LEAF_FILTER_OFF
        .warn()
        .addKeyValue("reason", reason)
        .addKeyValue("bytes", bytes())
        .addKeyValue("effect", "duplicates are looked up in the database")
        .log();
    used = null;
    parts = null;
  }

  // Memory outside the heap that the process may not have is no failure of the process.
  private static String tooLittle(OutOfMemoryError e) {
    return "no memory outside the heap: " + e.getMessage() + " (expected: -XX:MaxDirectMemorySize)";
  }
}
