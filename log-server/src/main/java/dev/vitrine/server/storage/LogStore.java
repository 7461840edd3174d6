package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where the log lives. One writer thread calls {@link #commit}; any number of threads read.
 *
 * <p>Contract: when {@code commit} returns, the whole batch survives power loss and every read that
 * starts afterwards sees all of it; before that, no read sees any of it through {@link #head()}.
 * Rows of a batch become readable together. Entries and full tiles never change; the right edge's
 * partial tiles only ever grow, so a reader that knows a size can cut a wider tile down to it.
 */
public interface LogStore extends Closeable {
  /** The newest committed head. */
  Head head();

  /**
   * Stores a batch durably.
   *
   * @throws IllegalArgumentException if {@code batch.base()} is not the head
   * @throws DiskFullException if it was refused for lack of space before anything was written
   * @throws FatalStoreException if it is unknown whether the batch is on disk; the store refuses
   *     every later commit with the same exception
   */
  void commit(Batch batch) throws StoreException;

  /** The entry at {@code index}, or empty at or above the committed size. */
  Optional<byte[]> entry(long index) throws StoreException;

  /**
   * Feeds entries {@code [start, end)} to the sink in order until it has had enough.
   *
   * @throws IllegalArgumentException if not 0 <= start <= end <= head().size()
   */
  void entries(long start, long end, EntrySink sink) throws StoreException;

  /**
   * The entries {@code [start, end)} in the encoding of a tlog-tiles entry bundle, that is each
   * entry behind its length in two bytes, big-endian.
   *
   * @throws IllegalArgumentException if not 0 <= start <= end <= head().size()
   */
  byte[] encodedEntries(long start, long end) throws StoreException;

  /**
   * The stored bytes of a hash tile, perhaps wider than what a reader of a smaller tree may see.
   */
  Optional<byte[]> tile(int level, long index) throws StoreException;

  /** The index of the entry with this leaf hash. */
  OptionalLong indexOf(Hash leafHash) throws StoreException;

  /** A value of the admission state. */
  Optional<byte[]> state(byte[] key) throws StoreException;

  /**
   * Indices that carry a key.
   *
   * @param key the exact key
   * @param after in ascending order the last index seen, -1 to begin; in descending order the index
   *     to stay below, {@code Long.MAX_VALUE} to begin
   * @param limit 1..10,000
   * @param descending newest first
   */
  LookupPage lookup(byte[] key, long after, int limit, boolean descending) throws StoreException;

  /**
   * Indices of every look-up key that begins with {@code keyPrefix}, ascending by key, then index.
   *
   * @param limit 1..10,000
   */
  LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) throws StoreException;

  /** Evidence by its SHA-256. */
  Optional<byte[]> blob(Hash sha256) throws StoreException;

  /** Size in bytes of evidence, without reading it. */
  OptionalLong blobSize(Hash sha256) throws StoreException;

  /** The names of all evidence, in the order of their bytes. */
  void blobNames(Consumer<Hash> each) throws StoreException;

  /** Stores evidence durably under its SHA-256, which is returned. */
  Hash putBlob(byte[] content) throws StoreException;

  /** A small named value beside the log, such as the frozen state. */
  Optional<byte[]> meta(String name) throws StoreException;

  /** Sets a named value durably; empty removes it. */
  void putMeta(String name, Optional<byte[]> value) throws StoreException;

  /**
   * Writes a consistent copy of the store into a new folder.
   *
   * @return the head the copy holds
   */
  Head backup(Path newFolder) throws StoreException;

  /**
   * Reads every byte back and compares its checksum.
   *
   * @throws DamagedStoreException naming the file that differs
   */
  void verifyChecksums() throws StoreException;

  @Override
  void close() throws IOException;
}
