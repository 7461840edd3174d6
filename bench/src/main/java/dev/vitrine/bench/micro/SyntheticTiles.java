package dev.vitrine.bench.micro;

import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.HashTile;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The tiles of a real tree of any multiple of 2^20 leaves, in 33 MiB: its leaves repeat every 2^20,
 * so that level 0 has 4,096 different tiles, level 1 has 16, and each level above has one.
 */
final class SyntheticTiles implements TileSource {

  private static final int LEAF_TILES = 4096;
  private static final int LEVELS = 8;

  private final List<byte[][]> levels = new ArrayList<>();

  SyntheticTiles() throws TileFormatException {
    byte[][] tiles = new byte[LEAF_TILES][HashTile.MAX_BYTES];
    SplittableRandom random = new SplittableRandom(42);
    for (byte[] tile : tiles) {
      random.nextBytes(tile);
    }
    levels.add(tiles);
    while (levels.size() < LEVELS) {
      tiles = above(tiles);
      levels.add(tiles);
    }
  }

  private static byte[][] above(byte[][] below) throws TileFormatException {
    byte[][] tiles = new byte[Math.max(1, below.length / TileId.FULL_WIDTH)][HashTile.MAX_BYTES];
    Hash[] roots = new Hash[below.length];
    for (int i = 0; i < below.length; i++) {
      roots[i] = HashTile.decode(below[i], TileId.FULL_WIDTH).root();
    }
    for (int i = 0; i < tiles.length * TileId.FULL_WIDTH; i++) {
      byte[] tile = tiles[i / TileId.FULL_WIDTH];
      roots[i % roots.length].copyTo(tile, i % TileId.FULL_WIDTH * Hash.SIZE);
    }
    return tiles;
  }

  @Override
  public byte[] read(TileId id) {
    byte[][] tiles = levels.get(id.level());
    return tiles[(int) (id.index() % tiles.length)];
  }

  @Override
  public byte[] readBundle(BundleId id) throws NoSuchFileException {
    throw new NoSuchFileException(id.path(), null, "a synthetic tree has hashes only");
  }
}
