package dev.vitrine.tile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The 16 nodes halfway up of many full tiles, {@value #BYTES} bytes each.
 *
 * <p>A tile has one place, which it shares with those a multiple of the capacity away: the tiles of
 * a log lie next to each other, so that two fight for a place only where more are in use than there
 * are places. All lie in a few arrays of bytes, one behind the other as they come, so that memory
 * goes by what is kept and not by how far apart it lies. As objects in a map, tens of thousands of
 * them were what a garbage collector spent its pauses on; here it has nothing to follow.
 *
 * <p>Safe for use by any number of threads.
 */
final class MiddleNodes {
  /** Number of bytes of one tile's middle nodes. */
  static final int BYTES = HashTile.MAX_BYTES / 16;

  private static final int ROWS = 128;
  private static final int LEVEL_SHIFT = 56;
  private static final long NOBODY = 0;

  // All guarded by the lock on this. Rows are made as they are needed.
  private final byte[] @Nullable [] rows;
  private final long[] owners;
  private final int[] slots; // of each place that has an owner
  private int used;

  /**
   * Makes room.
   *
   * @param capacity number of tiles, at least 0
   */
  MiddleNodes(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("max middles: " + capacity + " (expected: >= 0)");
    }
    this.owners = new long[capacity];
    this.slots = new int[capacity];
    this.rows = new byte[(capacity + ROWS - 1) / ROWS][];
  }

  /** A copy of what was kept of a tile, or null. */
  synchronized byte @Nullable [] of(TileId id) {
    int place = place(id);
    if (place < 0 || owners[place] != owner(id)) {
      return null;
    }
    byte[] row = rows[slots[place] / ROWS];
    int from = slots[place] % ROWS * BYTES;
    return row == null ? null : Arrays.copyOfRange(row, from, from + BYTES);
  }

  synchronized void keep(TileId id, byte[] middle) {
    int place = place(id);
    if (place < 0) {
      return;
    }
    if (owners[place] == NOBODY) {
      slots[place] = used++;
    }
    int slot = slots[place];
    byte[] row = rows[slot / ROWS];
    if (row == null) {
      row = new byte[ROWS * BYTES];
      rows[slot / ROWS] = row;
    }
    System.arraycopy(middle, 0, row, slot % ROWS * BYTES, BYTES);
    owners[place] = owner(id);
  }

  /** The few tiles of the upper levels begin at the back, those of the lowest at the front. */
  private int place(TileId id) {
    return owners.length == 0
        ? -1
        : (int) Math.floorMod(id.level() == 0 ? id.index() : -1 - id.index(), owners.length);
  }

  /** Never {@link #NOBODY}. */
  private static long owner(TileId id) {
    return ((long) id.level() << LEVEL_SHIFT | id.index()) + 1;
  }
}
