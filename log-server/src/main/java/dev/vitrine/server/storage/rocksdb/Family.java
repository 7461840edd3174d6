package dev.vitrine.server.storage.rocksdb;

import java.nio.charset.StandardCharsets;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.RocksDB;

/** The column families, and how each is tuned for what it holds. */
enum Family {
  DEFAULT(RocksDB.DEFAULT_COLUMN_FAMILY, CompressionType.NO_COMPRESSION, 1, false),
  META("meta", CompressionType.NO_COMPRESSION, 1, false),
  /** Runs of entries in log order: sorted as they come, so flushed files never overlap. */
  ENTRIES("entries", CompressionType.LZ4_COMPRESSION, 16, false),
  /** Hashes do not compress; the right edge is overwritten, so old versions die in the buffer. */
  TILES("tiles", CompressionType.NO_COMPRESSION, 8, false),
  /** Random keys, and nearly every read misses: filters decide. */
  LEAVES("leaves", CompressionType.NO_COMPRESSION, 16, true),
  STATE("state", CompressionType.LZ4_COMPRESSION, 4, true),
  LOOKUP("lookup", CompressionType.LZ4_COMPRESSION, 4, false),
  BLOBS("blobs", CompressionType.LZ4_COMPRESSION, 4, false);

  static final int BLOOM_BITS = 10;
  private static final long BLOB_FILE_FROM = 4096;
  private static final long TARGET_FILE_BYTES = 128L << 20;
  private static final int SHARES_OF_WHOLE_BUFFER = 16;

  /** Where neighbours are read together. */
  private static final int SCANNED_BLOCK_BYTES = 16 << 10;

  /** Where single rows are read that nobody read lately: what lies beside them is read in vain. */
  private static final int ONE_ROW_BLOCK_BYTES = 4 << 10;

  private final String familyName;
  private final CompressionType compression;
  // In sixteenths of the configured write buffer.
  private final int bufferShare;
  private final boolean filtered;

  Family(String familyName, CompressionType compression, int bufferShare, boolean filtered) {
    this.familyName = familyName;
    this.compression = compression;
    this.bufferShare = bufferShare;
    this.filtered = filtered;
  }

  Family(byte[] familyName, CompressionType compression, int bufferShare, boolean filtered) {
    this(new String(familyName, StandardCharsets.UTF_8), compression, bufferShare, filtered);
  }

  byte[] bytes() {
    return familyName.getBytes(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("resource") // the caller owns what is returned
  ColumnFamilyOptions options(Cache cache, BloomFilter bloom, long writeBuffer) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setFormatVersion(6)
            .setBlockSize(blockBytes())
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    if (filtered) {
      // In small parts: one filter of a large file would not fit the cache, and be read every time.
      table
          .setFilterPolicy(bloom)
          .setWholeKeyFiltering(true)
          .setIndexType(IndexType.kTwoLevelIndexSearch)
          .setPartitionFilters(true)
          .setMetadataBlockSize(SCANNED_BLOCK_BYTES)
          .setPinTopLevelIndexAndFilter(true);
    }
    ColumnFamilyOptions options =
        new ColumnFamilyOptions()
            .setCompressionType(compression)
            .setWriteBufferSize(Math.max(1, writeBuffer * bufferShare / SHARES_OF_WHOLE_BUFFER))
            .setMaxWriteBufferNumber(4)
            .setTargetFileSizeBase(TARGET_FILE_BYTES)
            .setMaxBytesForLevelBase(4 * TARGET_FILE_BYTES)
            .setLevelCompactionDynamicLevelBytes(true)
            .setForceConsistencyChecks(true)
            .setTableFormatConfig(table);
    if (filtered) {
      options.setMemtablePrefixBloomSizeRatio(0.05).setMemtableWholeKeyFiltering(true);
    }
    if (this == BLOBS) {
      options.setEnableBlobFiles(true).setMinBlobSize(BLOB_FILE_FROM);
    }
    return options;
  }

  private int blockBytes() {
    return this == LEAVES || this == TILES ? ONE_ROW_BLOCK_BYTES : SCANNED_BLOCK_BYTES;
  }
}
