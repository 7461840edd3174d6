package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.observe.Event;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * Owns every native object of one open database, and closes them in the order that keeps the native
 * side from touching freed memory: options for reads and writes, handles, database, then what the
 * database was built from.
 */
final class Natives implements AutoCloseable {
  private static final double HIGH_PRIORITY_SHARE = 0.5;

  /** Four shards: with the default's 64 a single large block can exceed its shard's share. */
  private static final int CACHE_SHARD_BITS = 2;

  private static final Pattern FILE_NAME = Pattern.compile("\\.(sst|log|blob)|MANIFEST|CURRENT");

  private static final long MAX_INFO_LOG_BYTES = 4L << 20;

  final RocksDB db;
  final ReadOptions read = new ReadOptions().setVerifyChecksums(true);
  final ReadOptions scan = new ReadOptions().setVerifyChecksums(true).setFillCache(false);
  final WriteOptions durable = new WriteOptions().setSync(true);
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  private final List<AbstractNativeReference> parts;
  private final boolean writable;

  private Natives(
      RocksDB db,
      List<ColumnFamilyHandle> opened,
      List<AbstractNativeReference> parts,
      boolean writable) {
    this.db = db;
    this.parts = parts;
    this.writable = writable;
    for (Family family : Family.values()) {
      handles.put(family, opened.get(family.ordinal()));
    }
  }

  /**
   * Opens.
   *
   * @param create whether a new database may be made; never beside the files of an old one, because
   *     it would delete them
   */
  static Natives open(Path folder, StoreOptions sizes, boolean create) throws StoreException {
    return open(
        folder,
        sizes,
        true,
        (options, families, handles) ->
            RocksDB.open(options.setCreateIfMissing(create), folder.toString(), families, handles));
  }

  /**
   * Opens for reading only, beside a process that may be writing. Files that the writer deletes
   * afterwards stay readable, since all are held open. What is seen may be torn until {@link
   * CatchUp} was done.
   *
   * @param scratch takes the reader's own log of messages
   */
  static Natives openBeside(Path folder, StoreOptions sizes, Path scratch) throws StoreException {
    return open(
        folder,
        sizes,
        false,
        (options, families, handles) ->
            RocksDB.openAsSecondary(
                options, folder.toString(), scratch.toString(), families, handles));
  }

  private interface Opening {
    RocksDB open(
        DBOptions options, List<ColumnFamilyDescriptor> families, List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  private static Natives open(Path folder, StoreOptions sizes, boolean writable, Opening opening)
      throws StoreException {
    RocksDB.loadLibrary();
    // A merge of the leaf index takes a core for seconds. It can wait; appends and reads cannot.
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
    List<AbstractNativeReference> parts = new ArrayList<>();
    try {
      Cache cache =
          keep(
              parts,
              new LRUCache(sizes.blockCache(), CACHE_SHARD_BITS, false, HIGH_PRIORITY_SHARE));
      BloomFilter bloom = keep(parts, new BloomFilter(Family.BLOOM_BITS, false));
      DBOptions options = keep(parts, options(sizes));
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (Family family : Family.values()) {
        ColumnFamilyOptions tuned = keep(parts, family.options(cache, bloom, sizes.writeBuffer()));
        families.add(new ColumnFamilyDescriptor(family.bytes(), tuned));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB db = opening.open(options, families, handles);
      return new Natives(db, handles, parts, writable);
    } catch (RocksDBException e) {
      closeBackwards(parts);
      throw new DamagedStoreException(
          "store "
              + folder
              + " cannot be opened: "
              + withFile(folder, String.valueOf(e.getMessage()))
              + " (restore the folder from a backup; the log's own entries can be fetched from a"
              + " mirror)",
          e);
    }
  }

  /** RocksDB does not say in which log it met a wrong checksum. */
  private static String withFile(Path folder, String message) {
    if (FILE_NAME.matcher(message).find()) {
      return message;
    }
    try {
      return message
          + ", in one of the write-ahead logs "
          + CatchUp.logs(folder).stream()
              .map(log -> String.valueOf(log.getFileName()))
              .sorted()
              .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return message;
    }
  }

  ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family));
  }

  /**
   * Writes the buffers to table files, so that the next open has no log to replay. Not needed for
   * durability, so a failure is left to that next open.
   */
  void flush() {
    if (!writable) {
      return;
    }
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      db.flush(options, List.copyOf(handles.values()));
    } catch (RocksDBException e) {
      Event.STOPPING
          .warn()
          .addKeyValue("part", "flush")
          .addKeyValue("reason", e.getMessage())
          .log();
    }
  }

  @Override
  public void close() {
    durable.close();
    scan.close();
    read.close();
    handles.values().forEach(ColumnFamilyHandle::close);
    db.close();
    closeBackwards(parts);
  }

  private static DBOptions options(StoreOptions sizes) {
    // Not in the Java interface: notices a log file that is shorter than what was synced to it.
    Properties named = new Properties();
    named.setProperty("track_and_verify_wals_in_manifest", "true");
    DBOptions options =
        Objects.requireNonNull(DBOptions.getDBOptionsFromProps(named), "track_and_verify_wals");
    return options
        .setCreateMissingColumnFamilies(true)
        .setParanoidChecks(true)
        // Only a torn last record, never synced, may be dropped; any other damage refuses to open.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setMaxTotalWalSize(4 * sizes.writeBuffer())
        .setDbWriteBufferSize(4 * sizes.writeBuffer())
        .setMaxBackgroundJobs(Math.max(2, Runtime.getRuntime().availableProcessors()))
        .setBytesPerSync(1L << 20)
        // A table's last sync would else find much to write, and a batch's sync wait behind it.
        .setStrictBytesPerSync(true)
        .setMaxOpenFiles(-1)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MAX_INFO_LOG_BYTES)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0);
  }

  private static <T extends AbstractNativeReference> T keep(
      List<AbstractNativeReference> parts, T part) {
    parts.add(part);
    return part;
  }

  private static void closeBackwards(List<AbstractNativeReference> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
  }
}
