package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A store whose reads take as long as a test wants. */
public final class HeldLogStore extends ForwardingLogStore {
  private final Queue<String> readers = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch entered = new CountDownLatch(0);
  private volatile CountDownLatch released = new CountDownLatch(0);

  public HeldLogStore(LogStore store) {
    super(store);
  }

  /** From now on reads wait. */
  public void hold() {
    entered = new CountDownLatch(1);
    released = new CountDownLatch(1);
  }

  /** Waits until a read waits. */
  public void awaitHeldRead() throws InterruptedException {
    entered.await();
  }

  public void release() {
    released.countDown();
  }

  /** Names of the threads that have waited. */
  public Queue<String> readers() {
    return readers;
  }

  private void pass() {
    CountDownLatch gate = released;
    if (gate.getCount() == 0) {
      return;
    }
    readers.add(Thread.currentThread().getName());
    entered.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<byte[]> entry(long index) throws StoreException {
    pass();
    return super.entry(index);
  }

  @Override
  public void entries(long start, long end, EntrySink sink) throws StoreException {
    pass();
    super.entries(start, end, sink);
  }

  @Override
  public byte[] encodedEntries(long start, long end) throws StoreException {
    pass();
    return super.encodedEntries(start, end);
  }

  @Override
  public Optional<byte[]> tile(int level, long index) throws StoreException {
    pass();
    return super.tile(level, index);
  }

  @Override
  public OptionalLong indexOf(Hash leafHash) throws StoreException {
    pass();
    return super.indexOf(leafHash);
  }

  @Override
  public Optional<byte[]> state(byte[] key) throws StoreException {
    pass();
    return super.state(key);
  }

  @Override
  public LookupPage lookup(byte[] key, long after, int limit, boolean descending)
      throws StoreException {
    pass();
    return super.lookup(key, after, limit, descending);
  }

  @Override
  public LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) throws StoreException {
    pass();
    return super.lookupPrefix(keyPrefix, skip, limit);
  }

  @Override
  public Optional<byte[]> blob(Hash sha256) throws StoreException {
    pass();
    return super.blob(sha256);
  }

  @Override
  public OptionalLong blobSize(Hash sha256) throws StoreException {
    pass();
    return super.blobSize(sha256);
  }

  @Override
  public Hash putBlob(byte[] content) throws StoreException {
    pass();
    return super.putBlob(content);
  }
}
