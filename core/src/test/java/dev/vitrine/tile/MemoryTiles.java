package dev.vitrine.tile;

import dev.vitrine.merkle.TextbookTree;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory: the widest bytes of each tile and bundle, which stand in for narrower ones. */
public final class MemoryTiles implements TileSource {
  private final Map<TileId, byte[]> tiles = new HashMap<>();
  private final Map<BundleId, byte[]> bundles = new HashMap<>();
  private final List<TileId> reads = new ArrayList<>();
  private TileFrontier frontier = TileFrontier.empty();

  /** A log with the entries of {@link TextbookTree#ofSize}. */
  public static MemoryTiles ofSize(int size) {
    MemoryTiles tiles = new MemoryTiles();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(("entry " + i).getBytes());
    }
    tiles.append(entries);
    return tiles;
  }

  /** Appends entries to a log that has full bundles only. */
  public void append(List<byte[]> entries) {
    long first = frontier.size() / TileId.FULL_WIDTH;
    TileUpdate update = frontier.append(entries.stream().map(TextbookTree::leaf).toList());
    for (int at = 0; at < entries.size(); at += TileId.FULL_WIDTH) {
      int end = Math.min(entries.size(), at + TileId.FULL_WIDTH);
      long index = first + at / TileId.FULL_WIDTH;
      bundles.put(key(new BundleId(index, 1)), EntryBundle.encode(entries.subList(at, end)));
    }
    apply(update);
  }

  /** Stores the tiles of a batch. */
  public void apply(TileUpdate update) {
    update.tiles().forEach((id, bytes) -> tiles.put(key(id), bytes));
    frontier = update.frontier();
  }

  public TileFrontier frontier() {
    return frontier;
  }

  /** The tiles asked for so far. */
  public List<TileId> reads() {
    return reads;
  }

  /** All tiles, at full width in the key whatever their bytes. */
  public Map<TileId, byte[]> tiles() {
    return tiles;
  }

  public Map<BundleId, byte[]> bundles() {
    return bundles;
  }

  @Override
  public byte[] read(TileId id) throws NoSuchFileException {
    reads.add(id);
    byte[] bytes = tiles.get(key(id));
    if (bytes == null) {
      throw new NoSuchFileException(id.path());
    }
    return bytes;
  }

  @Override
  public byte[] readBundle(BundleId id) throws NoSuchFileException {
    byte[] bytes = bundles.get(key(id));
    if (bytes == null) {
      throw new NoSuchFileException(id.path());
    }
    return bytes;
  }

  private static TileId key(TileId id) {
    return id.full();
  }

  private static BundleId key(BundleId id) {
    return id.full();
  }
}
