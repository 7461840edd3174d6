package dev.vitrine.client.audit;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * Neighbouring tiles of level 0 and the bundles below them, audited by one thread.
 *
 * <p>This loop is where an audit spends its time: entries are hashed where they lie in the bundle,
 * straight into one tile-sized buffer, without an object a leaf.
 */
final class LeafSpan implements Callable<LeafSpan.Result> {
  /**
   * What a clean span hashes to.
   *
   * @param roots the roots of its full tiles, 32 bytes each
   * @param edge the leaf hashes of the partial tile at its end; empty where there is none
   * @param entries how many there are
   * @param entryBytes their bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one thread to another, once
  record Result(byte[] roots, byte[] edge, long entries, long entryBytes) {}

  private final AuditTiles tiles;
  private final long firstTile;
  private final int fullTiles;
  private final int edgeWidth;
  private final byte[] leaves = new byte[TileId.FULL_WIDTH * Hash.SIZE];
  private long entryBytes;

  /**
   * Makes a span.
   *
   * @param edgeWidth leaves in a partial tile after the full ones; 0 where there is none
   */
  LeafSpan(AuditTiles tiles, long firstTile, int fullTiles, int edgeWidth) {
    this.tiles = tiles;
    this.firstTile = firstTile;
    this.fullTiles = fullTiles;
    this.edgeWidth = edgeWidth;
  }

  @Override
  public Result call() throws IOException, AuditFaultException {
    byte[] roots = new byte[fullTiles * Hash.SIZE];
    for (int i = 0; i < fullTiles; i++) {
      hashTile(firstTile + i, TileId.FULL_WIDTH);
      PerfectTree.foldInPlace(leaves, TileId.FULL_WIDTH);
      System.arraycopy(leaves, 0, roots, i * Hash.SIZE, Hash.SIZE);
    }
    if (edgeWidth > 0) {
      hashTile(firstTile + fullTiles, edgeWidth);
    }
    byte[] edge = Arrays.copyOf(leaves, edgeWidth * Hash.SIZE);
    return new Result(roots, edge, (long) fullTiles * TileId.FULL_WIDTH + edgeWidth, entryBytes);
  }

  private void hashTile(long index, int width) throws IOException, AuditFaultException {
    TileId tileId = new TileId(0, index, width);
    BundleId bundleId = new BundleId(index, width);
    byte[] tile = tiles.tile(tileId);
    byte[] bundle = tiles.bundle(bundleId);
    int at = 0;
    for (int i = 0; i < width; i++) {
      int end = end(bundle, at);
      if (end < 0) {
        throw new AuditFaultException(
            entryPlace(bundleId, i),
            "cut off after %d bytes of the bundle".formatted(bundle.length));
      }
      TreeHasher.leaf(bundle, at + 2, end - at - 2, leaves, i * Hash.SIZE);
      entryBytes += end - at - 2;
      at = end;
    }
    requireLeaves(tileId, bundleId, tile);
    requireEnd(bundleId, bundle, at);
  }

  /** Where the entry ends whose length lies at {@code at}; -1 where the bundle ends before. */
  private static int end(byte[] bundle, int at) {
    if (at + 2 > bundle.length) {
      return -1;
    }
    int end = at + 2 + ((bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff);
    return end > bundle.length ? -1 : end;
  }

  private void requireLeaves(TileId tileId, BundleId bundleId, byte[] tile)
      throws AuditFaultException {
    int length = tileId.width() * Hash.SIZE;
    int at = Arrays.mismatch(leaves, 0, length, tile, 0, length);
    if (at >= 0) {
      int i = at / Hash.SIZE;
      throw new AuditFaultException(
          entryPlace(bundleId, i),
          "hashes to %s (expected: %s, element %d of %s)"
              .formatted(
                  Hash.of(leaves, i * Hash.SIZE), Hash.of(tile, i * Hash.SIZE), i, tileId.path()));
    }
  }

  private static void requireEnd(BundleId id, byte[] bundle, int end) throws AuditFaultException {
    if (end == bundle.length) {
      return;
    }
    if (!id.isPartial()) {
      throw new AuditFaultException(
          id.path(), "%d bytes after the last entry".formatted(bundle.length - end));
    }
    try {
      EntryBundle.decodePrefix(bundle, id.width());
    } catch (TileFormatException e) {
      throw new AuditFaultException(id.path(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String entryPlace(BundleId id, int i) {
    return "%s, entry %d (index %d)".formatted(id.path(), i, id.index() * TileId.FULL_WIDTH + i);
  }
}
