package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.ProofBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads hashes and entries from a source that is not trusted, and verifies all of it against the
 * size and root of a tree that is.
 *
 * <p>The partial tiles of a tree hold its frontier, so they are verified together by its root. A
 * full tile is verified by its element in the tile above, which is verified first. Tiles that were
 * verified are kept, the most recently used ones.
 *
 * <p>Safe for concurrent use if the source is. Reads throw {@link TileVerificationException} for
 * what does not belong to the tree.
 */
public final class VerifyingTileReader implements HashReader {
  /** Tiles kept: enough for the way up from anywhere, and for a walk along the leaves. */
  private static final int KEPT_TILES = 64;

  private final TileSource source;
  private final long size;
  private final Hash root;
  private final HashTiles verified;
  private final TileHashReader reader;
  // The partial tiles, once they have been verified.
  private volatile @Nullable Map<TileId, HashTile> edge;

  /**
   * Trusts a root and nothing else. Nothing is read before it is needed.
   *
   * @param size number of leaves of the tree, 0..2^63-1
   * @param root of the tree
   */
  public VerifyingTileReader(TileSource source, long size, Hash root) {
    this.source = source;
    this.size = size;
    this.root = root;
    this.verified = new TileCache(this::readVerified, KEPT_TILES);
    this.reader = new TileHashReader(verified, size);
  }

  /** Number of leaves of the tree. */
  public long size() {
    return size;
  }

  /** The root that is trusted. */
  public Hash root() {
    return root;
  }

  @Override
  public List<Hash> read(List<NodeId> ids) throws IOException {
    return reader.read(ids);
  }

  /**
   * Returns the hash tile at a place as the tree has it.
   *
   * @throws IllegalArgumentException if the tree has no such tile
   */
  public HashTile tile(int level, long index) throws IOException {
    TileId id =
        TileLayout.tile(level, index, size)
            .orElseThrow(() -> outside("tile " + level + "/" + index));
    return verified.tile(id);
  }

  /**
   * Returns the entry bundle at an index as the tree has it, each entry of which has the leaf hash
   * that the tree has.
   *
   * @throws IllegalArgumentException if the tree has no such bundle
   */
  public EntryBundle bundle(long index) throws IOException {
    BundleId id = TileLayout.bundle(index, size).orElseThrow(() -> outside("bundle " + index));
    HashTile leaves = verified.tile(id.tile());
    EntryBundle bundle = TileReads.bundle(source, id);
    for (int i = 0; i < bundle.width(); i++) {
      requireEqual("entry " + i + " of " + id.path(), leaves.hash(i), bundle.leafHash(i));
    }
    return bundle;
  }

  private HashTile readVerified(TileId id) throws IOException {
    if (id.isPartial()) {
      return Objects.requireNonNull(edge().get(id));
    }
    TileId above =
        TileLayout.tile(id.level() + 1, id.index() / TileId.FULL_WIDTH, size)
            .orElseThrow(() -> outside(id.path()));
    Hash expected = verified.tile(above).hash((int) (id.index() % TileId.FULL_WIDTH));
    HashTile tile = TileReads.tile(source, id);
    requireEqual("root of " + id.path(), expected, tile.root());
    return tile;
  }

  private Map<TileId, HashTile> edge() throws IOException {
    Map<TileId, HashTile> known = edge;
    if (known == null) {
      known = readEdge();
      edge = known;
    }
    return known;
  }

  private Map<TileId, HashTile> readEdge() throws IOException {
    Map<TileId, HashTile> tiles = new HashMap<>();
    for (TileId id : TileLayout.rightEdge(size)) {
      tiles.put(id, TileReads.tile(source, id));
    }
    HashTiles unverified = id -> Objects.requireNonNull(tiles.get(id));
    Hash computed = ProofBuilder.root(new TileHashReader(unverified, size), size);
    requireEqual("root of the tree of " + size + " leaves", root, computed);
    return tiles;
  }

  private IllegalArgumentException outside(String what) {
    return new IllegalArgumentException(what + " (expected: within size " + size + ")");
  }

  private static void requireEqual(String what, Hash expected, Hash computed)
      throws TileVerificationException {
    if (!expected.equals(computed)) {
      throw new TileVerificationException(what, expected, computed);
    }
  }
}
