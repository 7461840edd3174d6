package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.StoreException;
import org.rocksdb.RocksDBException;

/**
 * Fills a {@link LeafFilter} with what a store held when it was opened, in a thread of its own: the
 * tiles of level 0 are the leaf hashes in log order, so nothing is hashed and no index is read.
 */
final class LeafFilterFilling implements Runnable {
  private static final int TILE_WIDTH = 256;
  private static final int TILES_A_READ = 16;

  private final LeafFilter filter;
  private final long size;
  private final OpenGuard open;
  private final Natives natives;

  LeafFilterFilling(LeafFilter filter, long size, OpenGuard open, Natives natives) {
    this.filter = filter;
    this.size = size;
    this.open = open;
    this.natives = natives;
  }

  /** Fills it, in a thread of its own if the store holds anything. */
  void start() {
    if (filter.isOff()) {
      return;
    }
    if (size == 0) {
      filter.filled();
      return;
    }
    Thread thread = new Thread(this, "vitrine-leaf-filter");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  @Override
  public void run() {
    long started = System.nanoTime();
    try {
      if (filter.reserve(size) && addAll()) {
        filter.filled();
        Event.LEAF_FILTER_FILLED
            .info()
            .addKeyValue("entries", size)
            .addKeyValue("bytes", filter.bytes())
            .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
            .log();
      }
    } catch (StoreException e) {
      if (!open.isClosed()) {
        filter.giveUp(String.valueOf(e.getMessage()));
      }
    }
  }

  private boolean addAll() throws StoreException {
    long tiles = (size + TILE_WIDTH - 1) / TILE_WIDTH;
    for (long first = 0; first < tiles && !filter.isOff(); first += TILES_A_READ) {
      long from = first;
      // In pieces, because a close waits for whoever uses the database.
      open.run(() -> addTiles(from, Math.min(tiles, from + TILES_A_READ)), "tiles of level 0");
    }
    return !filter.isOff();
  }

  private void addTiles(long from, long to) throws StoreException, RocksDBException {
    for (long tile = from; tile < to; tile++) {
      // The last one may have grown since.
      int hashes = (int) Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
      byte[] bytes = natives.db.get(natives.handle(Family.TILES), natives.scan, Keys.tile(0, tile));
      if (bytes == null || bytes.length < hashes * Hash.SIZE) {
        throw new DamagedStoreException(
            "tile 0/"
                + tile
                + ": "
                + (bytes == null ? "missing" : bytes.length + " bytes")
                + " (expected: at least "
                + hashes * Hash.SIZE
                + " bytes)");
      }
      for (int i = 0; i < hashes; i++) {
        filter.addStored(Hash.of(bytes, i * Hash.SIZE));
      }
    }
  }
}
