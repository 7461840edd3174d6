package dev.vitrine.server.storage.rocksdb;

/**
 * Sizes of the store's memory.
 *
 * @param blockCache bytes for blocks, indexes and filters
 * @param writeBuffer bytes of one write buffer of the largest column families
 * @param leafFilter bytes of the filter in memory that spares most look-ups of leaf hashes, 0: none
 * @param diskFloor bytes that must be free before a batch is written
 */
public record StoreOptions(long blockCache, long writeBuffer, long leafFilter, long diskFloor) {
  public StoreOptions {
    if (blockCache <= 0 || writeBuffer <= 0 || leafFilter < 0 || diskFloor < 0) {
      throw new IllegalArgumentException(
          String.format(
              "block cache %d, write buffer %d, leaf filter %d, disk floor %d"
                  + " (expected: > 0, > 0, >= 0, >= 0)",
              blockCache, writeBuffer, leafFilter, diskFloor));
    }
  }

  /** Sizes for tests: small buffers, so that files are written early. */
  public static StoreOptions small() {
    return new StoreOptions(8L << 20, 1L << 20, 8L << 20, 0);
  }

  /** The same sizes without a leaf filter, for a store that takes no appends. */
  public StoreOptions withoutLeafFilter() {
    return new StoreOptions(blockCache, writeBuffer, 0, diskFloor);
  }
}
