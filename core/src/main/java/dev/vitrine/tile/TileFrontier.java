package dev.vitrine.tile;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree in tiles: the partial tile of each level and the frontier's hashes. A
 * batch of leaves extends it without reading anything, and yields the tiles that change.
 *
 * <p>Immutable, so that a batch that could not be stored is forgotten by keeping the old frontier,
 * and the next batch can be prepared while one is being stored.
 */
public final class TileFrontier {
  private static final TileFrontier EMPTY = new TileFrontier(0, List.of(), Frontier.empty());

  private final long size;
  // One per level of the tree, from level 0 up; empty where the level has full tiles only.
  private final List<byte[]> partialTiles;
  private final Frontier frontier;

  TileFrontier(long size, List<byte[]> partialTiles, Frontier frontier) {
    this.size = size;
    this.partialTiles = partialTiles;
    this.frontier = frontier;
  }

  /** Returns the frontier of the tree without leaves. */
  public static TileFrontier empty() {
    return EMPTY;
  }

  /**
   * Reads the right edge of a tree. What is read is not verified: compare {@link #root()}.
   *
   * @param size number of leaves, 0..2^63-1
   */
  public static TileFrontier read(TileSource source, long size) throws IOException {
    List<byte[]> partialTiles = new ArrayList<>();
    for (TileLayout.TileSpan span : TileLayout.tileSpans(size)) {
      TileId id = span.partial().orElse(null);
      partialTiles.add(id == null ? new byte[0] : TileReads.tile(source, id).toByteArray());
    }
    return of(size, partialTiles);
  }

  /**
   * Returns the frontier of a tree from its partial tiles.
   *
   * @param size number of leaves, 0..2^63-1
   * @param partialTiles bytes of the partial tile of each level of {@link TileLayout#tileSpans},
   *     from level 0 up; empty where there is none
   * @throws TileFormatException if a tile has not the width that the size asks for
   */
  public static TileFrontier of(long size, List<byte[]> partialTiles) throws TileFormatException {
    List<TileLayout.TileSpan> spans = TileLayout.tileSpans(size);
    if (partialTiles.size() != spans.size()) {
      throw new TileFormatException(
          "partial tiles: "
              + partialTiles.size()
              + " (expected: "
              + spans.size()
              + " levels for size "
              + size
              + ")");
    }
    List<byte[]> copies = new ArrayList<>();
    for (TileLayout.TileSpan span : spans) {
      byte[] tile = partialTiles.get(span.level());
      if (tile.length != span.partialWidth() * Hash.SIZE) {
        throw new TileFormatException(
            "partial tile of level "
                + span.level()
                + ": "
                + tile.length
                + " bytes (expected: "
                + span.partialWidth() * Hash.SIZE
                + ")");
      }
      copies.add(tile.clone());
    }
    return new TileFrontier(size, List.copyOf(copies), frontier(size, copies));
  }

  /** Number of leaves, 0..2^63-1. */
  public long size() {
    return size;
  }

  /** Returns the root of the tree. */
  public Hash root() {
    return range().root();
  }

  /** Returns the frontier's hashes as a compact range. */
  public CompactRange range() {
    return CompactRange.of(size, frontier.hashes(size));
  }

  /**
   * Appends a batch of leaves.
   *
   * @param leafHashes 0 or more; the size afterwards must not exceed 2^63-1
   */
  public TileUpdate append(List<Hash> leafHashes) {
    TileAppend append = new TileAppend(size, partialTiles, frontier.copy());
    byte[] hash = new byte[Hash.SIZE];
    for (Hash leafHash : leafHashes) {
      leafHash.copyTo(hash, 0);
      append.add(hash, 0);
    }
    return append.finish();
  }

  /**
   * Appends a batch of leaves whose hashes lie one after the other in an array.
   *
   * @param leafHashes a multiple of 32 bytes
   */
  public TileUpdate append(byte[] leafHashes) {
    if (leafHashes.length % Hash.SIZE != 0) {
      throw new IllegalArgumentException(
          "leaf hashes: " + leafHashes.length + " bytes (expected: a multiple of 32)");
    }
    TileAppend append = new TileAppend(size, partialTiles, frontier.copy());
    for (int off = 0; off < leafHashes.length; off += Hash.SIZE) {
      append.add(leafHashes, off);
    }
    return append.finish();
  }

  private static Frontier frontier(long size, List<byte[]> partialTiles)
      throws TileFormatException {
    Frontier frontier = Frontier.empty();
    for (NodeId node : CompactRange.nodes(size)) {
      TileId id = TileLayout.tileOf(node, size);
      HashTile tile = HashTile.decode(partialTiles.get(id.level()), id.width());
      frontier.set(
          node.level(), tile.node(TileLayout.heightInTile(node), TileLayout.positionInTile(node)));
    }
    return frontier;
  }
}
