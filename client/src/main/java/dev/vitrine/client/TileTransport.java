package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileHashReader;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers a client's questions from static tiles alone, as C2SP tlog-tiles logs serve them. */
abstract class TileTransport implements LogTransport {
  /** Leaves in a tile or bundle. */
  static final int TILE_WIDTH = 256;

  abstract TileSource source();

  @Override
  public Optional<TileSource> tiles() {
    return Optional.of(source());
  }

  @Override
  public byte[] entry(long index, long size) throws IOException {
    BundleId id = bundleOf(index, size);
    EntryBundle bundle = EntryBundle.decodePrefix(source().readBundle(id), id.width());
    return bundle.entry((int) (index % TILE_WIDTH));
  }

  @Override
  public InclusionProof inclusion(long index, long size) throws IOException {
    return ProofBuilder.inclusion(new TileHashReader(source(), size), index, size);
  }

  @Override
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    return ProofBuilder.consistency(new TileHashReader(source(), newSize), oldSize, newSize);
  }

  /** Reads every leaf hash, newest first: slow, and all that a log of plain files allows. */
  @Override
  public OptionalLong locate(Hash leafHash, long size) throws IOException {
    byte[] wanted = leafHash.toByteArray();
    for (long tile = size == 0 ? -1 : (size - 1) / TILE_WIDTH; tile >= 0; tile--) {
      TileId id = new TileId(0, tile, widthAt(tile, size));
      byte[] hashes = source().read(id);
      for (int i = Math.min(id.width(), hashes.length / Hash.SIZE) - 1; i >= 0; i--) {
        if (Arrays.equals(hashes, i * Hash.SIZE, (i + 1) * Hash.SIZE, wanted, 0, Hash.SIZE)) {
          return OptionalLong.of(tile * TILE_WIDTH + i);
        }
      }
    }
    return OptionalLong.empty();
  }

  static BundleId bundleOf(long index, long size) {
    return new BundleId(index / TILE_WIDTH, widthAt(index / TILE_WIDTH, size));
  }

  static int widthAt(long tile, long size) {
    return (int) Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
  }

  /** Something that reads a resource by its path below the log's prefix. */
  @FunctionalInterface
  interface PathReader {
    byte[] read(String path, int maxBytes, boolean mayCompress) throws IOException;
  }

  /** Reads tiles by path; where a partial one is gone, the full one stands in for it. */
  record PathTiles(PathReader reader) implements TileSource {
    @Override
    public byte[] read(TileId id) throws IOException {
      try {
        return reader.read(id.path(), RequestLimits.MAX_TILE_BYTES, false);
      } catch (NoSuchFileException e) {
        return fallBack(
            e, id.width(), new TileId(id.level(), id.index(), TILE_WIDTH).path(), false);
      }
    }

    @Override
    public byte[] readBundle(BundleId id) throws IOException {
      try {
        return reader.read(id.path(), RequestLimits.MAX_BUNDLE_BYTES, true);
      } catch (NoSuchFileException e) {
        return fallBack(e, id.width(), new BundleId(id.index(), TILE_WIDTH).path(), true);
      }
    }

    private byte[] fallBack(NoSuchFileException missing, int width, String fullPath, boolean bundle)
        throws IOException {
      if (width == TILE_WIDTH) {
        throw missing;
      }
      try {
        return reader.read(
            fullPath,
            bundle ? RequestLimits.MAX_BUNDLE_BYTES : RequestLimits.MAX_TILE_BYTES,
            bundle);
      } catch (NoSuchFileException e) {
        throw missing;
      }
    }
  }
}
