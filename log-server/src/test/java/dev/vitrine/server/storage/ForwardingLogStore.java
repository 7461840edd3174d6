package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Passes every call on; a test overrides the ones it is about. */
public abstract class ForwardingLogStore implements LogStore {
  private final LogStore store;

  protected ForwardingLogStore(LogStore store) {
    this.store = store;
  }

  @Override
  public Head head() {
    return store.head();
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    store.commit(batch);
  }

  @Override
  public Optional<byte[]> entry(long index) throws StoreException {
    return store.entry(index);
  }

  @Override
  public void entries(long start, long end, EntrySink sink) throws StoreException {
    store.entries(start, end, sink);
  }

  @Override
  public byte[] encodedEntries(long start, long end) throws StoreException {
    return store.encodedEntries(start, end);
  }

  @Override
  public Optional<byte[]> tile(int level, long index) throws StoreException {
    return store.tile(level, index);
  }

  @Override
  public OptionalLong indexOf(Hash leafHash) throws StoreException {
    return store.indexOf(leafHash);
  }

  @Override
  public Optional<byte[]> state(byte[] key) throws StoreException {
    return store.state(key);
  }

  @Override
  public LookupPage lookup(byte[] key, long after, int limit, boolean descending)
      throws StoreException {
    return store.lookup(key, after, limit, descending);
  }

  @Override
  public LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) throws StoreException {
    return store.lookupPrefix(keyPrefix, skip, limit);
  }

  @Override
  public Optional<byte[]> blob(Hash sha256) throws StoreException {
    return store.blob(sha256);
  }

  @Override
  public OptionalLong blobSize(Hash sha256) throws StoreException {
    return store.blobSize(sha256);
  }

  @Override
  public void blobNames(Consumer<Hash> each) throws StoreException {
    store.blobNames(each);
  }

  @Override
  public Hash putBlob(byte[] content) throws StoreException {
    return store.putBlob(content);
  }

  @Override
  public Optional<byte[]> meta(String name) throws StoreException {
    return store.meta(name);
  }

  @Override
  public void putMeta(String name, Optional<byte[]> value) throws StoreException {
    store.putMeta(name, value);
  }

  @Override
  public Head backup(Path newFolder) throws StoreException {
    return store.backup(newFolder);
  }

  @Override
  public void verifyChecksums() throws StoreException {
    store.verifyChecksums();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
