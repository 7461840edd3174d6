package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store that fails once, before or after the call that a test names. */
public final class FaultyLogStore extends ForwardingLogStore {
  /** Calls that can fail. */
  public enum Call {
    COMMIT,
    ENTRY,
    ENTRIES,
    ENCODED_ENTRIES,
    TILE,
    INDEX_OF,
    STATE,
    LOOKUP,
    LOOKUP_PREFIX,
    BLOB,
    BLOB_SIZE,
    PUT_BLOB,
    META,
    PUT_META,
    BACKUP
  }

  /**
   * One fault.
   *
   * @param after whether the call does its work first
   */
  public record Fault(Call call, boolean after, StoreException failure) {}

  private final AtomicReference<@Nullable Fault> armed = new AtomicReference<>();

  public FaultyLogStore(LogStore store) {
    super(store);
  }

  public void arm(Fault fault) {
    armed.set(fault);
  }

  public boolean isSpent() {
    return armed.get() == null;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    strike(Call.COMMIT, false);
    super.commit(batch);
    strike(Call.COMMIT, true);
  }

  @Override
  public Optional<byte[]> entry(long index) throws StoreException {
    strike(Call.ENTRY, false);
    Optional<byte[]> done = super.entry(index);
    strike(Call.ENTRY, true);
    return done;
  }

  @Override
  public void entries(long start, long end, EntrySink sink) throws StoreException {
    strike(Call.ENTRIES, false);
    super.entries(start, end, sink);
    strike(Call.ENTRIES, true);
  }

  @Override
  public byte[] encodedEntries(long start, long end) throws StoreException {
    strike(Call.ENCODED_ENTRIES, false);
    byte[] done = super.encodedEntries(start, end);
    strike(Call.ENCODED_ENTRIES, true);
    return done;
  }

  @Override
  public Optional<byte[]> tile(int level, long index) throws StoreException {
    strike(Call.TILE, false);
    Optional<byte[]> done = super.tile(level, index);
    strike(Call.TILE, true);
    return done;
  }

  @Override
  public OptionalLong indexOf(Hash leafHash) throws StoreException {
    strike(Call.INDEX_OF, false);
    OptionalLong done = super.indexOf(leafHash);
    strike(Call.INDEX_OF, true);
    return done;
  }

  @Override
  public Optional<byte[]> state(byte[] key) throws StoreException {
    strike(Call.STATE, false);
    Optional<byte[]> done = super.state(key);
    strike(Call.STATE, true);
    return done;
  }

  @Override
  public LookupPage lookup(byte[] key, long after, int limit, boolean descending)
      throws StoreException {
    strike(Call.LOOKUP, false);
    LookupPage done = super.lookup(key, after, limit, descending);
    strike(Call.LOOKUP, true);
    return done;
  }

  @Override
  public LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) throws StoreException {
    strike(Call.LOOKUP_PREFIX, false);
    LookupPage done = super.lookupPrefix(keyPrefix, skip, limit);
    strike(Call.LOOKUP_PREFIX, true);
    return done;
  }

  @Override
  public Optional<byte[]> blob(Hash sha256) throws StoreException {
    strike(Call.BLOB, false);
    Optional<byte[]> done = super.blob(sha256);
    strike(Call.BLOB, true);
    return done;
  }

  @Override
  public OptionalLong blobSize(Hash sha256) throws StoreException {
    strike(Call.BLOB_SIZE, false);
    OptionalLong done = super.blobSize(sha256);
    strike(Call.BLOB_SIZE, true);
    return done;
  }

  @Override
  public Hash putBlob(byte[] content) throws StoreException {
    strike(Call.PUT_BLOB, false);
    Hash done = super.putBlob(content);
    strike(Call.PUT_BLOB, true);
    return done;
  }

  @Override
  public Optional<byte[]> meta(String name) throws StoreException {
    strike(Call.META, false);
    Optional<byte[]> done = super.meta(name);
    strike(Call.META, true);
    return done;
  }

  @Override
  public void putMeta(String name, Optional<byte[]> value) throws StoreException {
    strike(Call.PUT_META, false);
    super.putMeta(name, value);
    strike(Call.PUT_META, true);
  }

  @Override
  public Head backup(Path newFolder) throws StoreException {
    strike(Call.BACKUP, false);
    Head done = super.backup(newFolder);
    strike(Call.BACKUP, true);
    return done;
  }

  private void strike(Call call, boolean after) throws StoreException {
    Fault fault = armed.get();
    if (fault != null
        && fault.call() == call
        && fault.after() == after
        && armed.compareAndSet(fault, null)) {
      throw fault.failure();
    }
  }
}
