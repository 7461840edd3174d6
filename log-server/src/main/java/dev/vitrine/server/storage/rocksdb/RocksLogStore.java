package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.EntrySink;
import dev.vitrine.server.storage.FatalStoreException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.LookupPage;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** The log on RocksDB: one write batch and one sync per commit. */
public final class RocksLogStore implements LogStore {
  private final Path folder;
  private final Natives natives;
  private final OpenGuard open = new OpenGuard();
  private final EntryRuns runs;
  private final LookupScans lookups;
  private final LeafFilter leafFilter;
  private final LongSupplier freeBytes;
  private final long diskFloor;
  private final BatchWriter writer; // owned by the committing thread
  private @Nullable FatalStoreException fatal; // owned by the committing thread
  private volatile Head head;

  private RocksLogStore(
      Path folder, Natives natives, Head head, StoreOptions options, LongSupplier free) {
    this.folder = folder;
    this.natives = natives;
    this.head = head;
    this.diskFloor = options.diskFloor();
    this.freeBytes = free;
    this.runs = new EntryRuns(natives);
    this.lookups = new LookupScans(natives);
    this.writer = new BatchWriter(natives);
    this.leafFilter = new LeafFilter(options.leafFilter());
    new LeafFilterFilling(leafFilter, head.size(), open, natives).start();
  }

  /** Opens the store in a folder, which is made if it is missing. */
  public static RocksLogStore open(Path folder, StoreOptions options) throws IOException {
    return open(folder, options, () -> folder.toFile().getUsableSpace());
  }

  /**
   * Opens a store.
   *
   * @param freeBytes asked before each commit for the space that is left
   * @throws DamagedStoreException if what is there is not what was written
   */
  public static RocksLogStore open(Path folder, StoreOptions options, LongSupplier freeBytes)
      throws IOException {
    Files.createDirectories(folder);
    return of(folder, Natives.open(folder, options, isEmpty(folder)), options, freeBytes);
  }

  /**
   * Opens a store for reading only, beside a server that may be writing to it: a view of what was
   * committed at one moment of this call, which does not move. Nothing in the folder is changed.
   *
   * @param scratch a folder for what the database has to say
   * @throws DamagedStoreException if what is there is not what was written
   */
  public static RocksLogStore openBeside(Path folder, StoreOptions options, Path scratch)
      throws IOException {
    Natives natives = Natives.openBeside(folder, options, scratch);
    catchUp(folder, natives);
    RocksLogStore store = of(folder, natives, options.withoutLeafFilter(), () -> 0);
    // The head that was just read may be of a commit of which other rows are not seen yet.
    catchUp(folder, natives);
    return store;
  }

  private static void catchUp(Path folder, Natives natives) throws StoreException {
    try {
      CatchUp.toNow(folder, natives.db);
    } catch (IOException e) {
      natives.close();
      throw e instanceof StoreException known
          ? known
          : new StoreException("store " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static RocksLogStore of(
      Path folder, Natives natives, StoreOptions options, LongSupplier freeBytes)
      throws StoreException {
    try {
      Head head = StoreFormat.readHead(natives);
      return new RocksLogStore(folder, natives, head, options, freeBytes);
    } catch (RocksDBException | RuntimeException | StoreException e) {
      natives.close();
      throw e instanceof StoreException known ? known : damaged("store " + folder, e);
    }
  }

  @Override
  public Head head() {
    return head;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    if (fatal != null) {
      throw new FatalStoreException("an earlier commit's outcome is unknown", fatal);
    }
    if (!batch.base().equals(head)) {
      throw new IllegalArgumentException("base: " + batch.base() + " (expected: " + head + ")");
    }
    requireSpace();
    // Before a reader can see a row of it.
    leafFilter.add(batch.leafHashes());
    open.run(
        () -> {
          try (WriteBatch rows = new WriteBatch()) {
            writer.write(rows, batch);
            writeDurably(rows, "batch " + batch.base().size() + ".." + batch.next().size());
          }
        },
        "batch");
    head = batch.next();
  }

  @Override
  public Optional<byte[]> entry(long index) throws StoreException {
    if (index < 0 || index >= head.size()) {
      return Optional.empty();
    }
    return open.get(() -> runs.entry(index), () -> "entry " + index);
  }

  @Override
  public void entries(long start, long end, EntrySink sink) throws StoreException {
    checkRange(start, end);
    open.run(() -> runs.each(start, end, sink), "entries from " + start);
  }

  @Override
  public byte[] encodedEntries(long start, long end) throws StoreException {
    checkRange(start, end);
    return open.get(() -> runs.encoded(start, end), "entries from " + start);
  }

  @Override
  public Optional<byte[]> tile(int level, long index) throws StoreException {
    return read(Family.TILES, Keys.tile(level, index), () -> "tile " + level + "/" + index);
  }

  @Override
  public OptionalLong indexOf(Hash leafHash) throws StoreException {
    // First the head: whoever sees a commit's head sees what was added before it.
    long size = head.size();
    if (!leafFilter.mightHold(leafHash)) {
      return OptionalLong.empty();
    }
    byte[] value = new byte[Long.BYTES];
    byte[] key = leafHash.toByteArray();
    int length =
        open.get(
            () -> natives.db.get(natives.handle(Family.LEAVES), natives.read, key, value),
            () -> "leaf hash " + leafHash);
    if (length == RocksDB.NOT_FOUND) {
      return OptionalLong.empty();
    }
    long index = ByteBuffer.wrap(value).getLong();
    // A row of a batch that is being committed is not there yet.
    return index < size ? OptionalLong.of(index) : OptionalLong.empty();
  }

  @Override
  public Optional<byte[]> state(byte[] key) throws StoreException {
    return read(Family.STATE, key, () -> "state");
  }

  @Override
  public LookupPage lookup(byte[] key, long after, int limit, boolean descending)
      throws StoreException {
    return open.get(() -> lookups.ofKey(key, after, limit, descending, head.size()), "look-up");
  }

  @Override
  public LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) throws StoreException {
    return open.get(() -> lookups.ofPrefix(keyPrefix, skip, limit, head.size()), "look-up");
  }

  @Override
  public Optional<byte[]> blob(Hash sha256) throws StoreException {
    return read(Family.BLOBS, sha256.toByteArray(), () -> "blob " + sha256);
  }

  @Override
  public OptionalLong blobSize(Hash sha256) throws StoreException {
    byte[] key = sha256.toByteArray();
    // RocksDB answers with the value's whole length whatever fits into the buffer.
    int length =
        open.get(
            () -> natives.db.get(natives.handle(Family.BLOBS), natives.read, key, new byte[0]),
            "size of blob " + sha256);
    return length == RocksDB.NOT_FOUND ? OptionalLong.empty() : OptionalLong.of(length);
  }

  @Override
  public void blobNames(Consumer<Hash> each) throws StoreException {
    open.run(
        () -> {
          try (RocksIterator rows =
              natives.db.newIterator(natives.handle(Family.BLOBS), natives.scan)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
              each.accept(Hash.of(rows.key()));
            }
            rows.status();
          }
        },
        "names of blobs");
  }

  @Override
  public Hash putBlob(byte[] content) throws StoreException {
    Hash name = Sha256.of(content);
    requireSpace();
    putDurably(Family.BLOBS, name.toByteArray(), Optional.of(content));
    return name;
  }

  @Override
  public Optional<byte[]> meta(String name) throws StoreException {
    return read(Family.META, Keys.named(name), () -> "meta " + name);
  }

  @Override
  public void putMeta(String name, Optional<byte[]> value) throws StoreException {
    putDurably(Family.META, Keys.named(name), value);
  }

  /** The format the store is in: older than {@link #currentFormat} until it is completed. */
  public int format() throws StoreException {
    return open.get(() -> StoreFormat.of(natives), "store format");
  }

  /** The format of new stores, and of every store that was completed. */
  public static int currentFormat() {
    return StoreFormat.CURRENT;
  }

  /**
   * Gives an older store the look-up rows it lacks, before anybody commits. After a kill the next
   * call goes on where this one was.
   *
   * @param size entries to complete, 0..head().size()
   * @param keys the look-up keys that were added since, of an entry
   * @return rows written by this call
   */
  public long completeLookups(long size, Function<byte[], List<byte[]>> keys)
      throws StoreException {
    return completeLookups(size, LookupCompletion.STEP, keys);
  }

  long completeLookups(long size, int step, Function<byte[], List<byte[]>> keys)
      throws StoreException {
    checkRange(0, size);
    return open.get(
        () -> new LookupCompletion(this, natives, step).run(size, keys, this::requireSpace),
        "completion of look-up rows");
  }

  @Override
  public Head backup(Path newFolder) throws StoreException {
    open.run(
        () -> {
          try (Checkpoint checkpoint = Checkpoint.create(natives.db)) {
            checkpoint.createCheckpoint(newFolder.toString());
          }
        },
        "backup to " + newFolder);
    // A batch may have been committed meanwhile, so the copy is asked, not this store.
    try (RocksLogStore copy = open(newFolder, StoreOptions.small().withoutLeafFilter())) {
      return copy.head();
    } catch (IOException e) {
      throw new StoreException("backup " + newFolder + " cannot be read back", e);
    }
  }

  @Override
  public void verifyChecksums() throws StoreException {
    verifyChecksums(0, Long.MAX_VALUE);
  }

  /**
   * Verifies table files, the newest first.
   *
   * @param skipBytes bytes of the newest files to leave out
   * @param maxBytes how many bytes to read at most, but always whole files
   */
  public void verifyChecksums(long skipBytes, long maxBytes) throws StoreException {
    TableFiles.verify(
        open.get(() -> TableFiles.newestFirst(natives.db), "tables"), skipBytes, maxBytes);
  }

  /** Numbers for the operator: native memory and disk by RocksDB's own property name. */
  public long property(String name) {
    try {
      return open.get(() -> natives.db.getAggregatedLongProperty(name), name);
    } catch (StoreException e) {
      return -1;
    }
  }

  /** Memory of the filter in front of the leaf index, in bytes. */
  public long leafFilterBytes() {
    return leafFilter.bytes();
  }

  /** Whether that filter was given up, or never wanted. */
  boolean isLeafFilterOff() {
    return leafFilter.isOff();
  }

  /** Whether that filter spares look-ups: not before it is filled, nor above its limit. */
  boolean isLeafFilterUsed() {
    return leafFilter.isUsed();
  }

  @Override
  public void close() {
    open.close(
        () -> {
          natives.flush();
          natives.close();
        });
  }

  private void writeDurably(WriteBatch rows, String what) throws FatalStoreException {
    try {
      natives.db.write(natives.durable, rows);
    } catch (RocksDBException e) {
      fatal =
          new FatalStoreException(
              what
                  + " in "
                  + folder
                  + ": the write failed, and what reached the disk is unknown: "
                  + e.getMessage(),
              e);
      throw fatal;
    }
  }

  private void putDurably(Family family, byte[] key, Optional<byte[]> value) throws StoreException {
    open.run(
        () -> {
          if (value.isPresent()) {
            natives.db.put(natives.handle(family), natives.durable, key, value.get());
          } else {
            natives.db.delete(natives.handle(family), natives.durable, key);
          }
        },
        "write to " + family);
  }

  private Optional<byte[]> read(Family family, byte[] key, Supplier<String> what)
      throws StoreException {
    return open.get(
        () -> Optional.ofNullable(natives.db.get(natives.handle(family), natives.read, key)), what);
  }

  private void requireSpace() throws DiskFullException {
    long free = freeBytes.getAsLong();
    if (free < diskFloor) {
      throw new DiskFullException(
          "free space of " + folder + ": " + free + " bytes (expected: >= " + diskFloor + ")");
    }
  }

  private void checkRange(long start, long end) {
    long size = head.size();
    if (start < 0 || start > end || end > size) {
      throw new IllegalArgumentException(
          "range: " + start + ".." + end + " (expected: within 0.." + size + ")");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  static DamagedStoreException damaged(String what, Exception e) {
    return new DamagedStoreException(what + ": " + e.getMessage(), e);
  }
}
