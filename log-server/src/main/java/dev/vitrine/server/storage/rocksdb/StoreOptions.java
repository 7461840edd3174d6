package dev.vitrine.server.storage.rocksdb;

/**
 * Sizes of the store's memory.
 *
 * @param blockCache bytes for blocks, indexes and filters
 * @param writeBuffer bytes of one write buffer of the largest column families
 * @param diskFloor bytes that must be free before a batch is written
 */
public record StoreOptions(long blockCache, long writeBuffer, long diskFloor) {
  public StoreOptions {
    if (blockCache <= 0 || writeBuffer <= 0 || diskFloor < 0) {
      throw new IllegalArgumentException(
          String.format(
              "block cache %d, write buffer %d, disk floor %d (expected: > 0, > 0, >= 0)",
              blockCache, writeBuffer, diskFloor));
    }
  }

  /** Sizes for tests: small buffers, so that files are written early. */
  public static StoreOptions small() {
    return new StoreOptions(8L << 20, 1L << 20, 0);
  }
}
