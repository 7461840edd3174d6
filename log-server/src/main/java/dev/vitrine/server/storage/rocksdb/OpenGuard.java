package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.StoreException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Keeps the database open while anybody uses it: a use after close would end the process. */
final class OpenGuard {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed; // guarded by lock

  /** Something that uses the database. */
  interface Use<T> {
    T get() throws StoreException, RocksDBException;
  }

  /** Something that uses the database and gives nothing back. */
  interface Action {
    void run() throws StoreException, RocksDBException;
  }

  <T> T get(Use<T> use, String what) throws StoreException {
    return get(use, () -> what);
  }

  /**
   * Uses the database.
   *
   * @param what is read, for a message; most reads succeed, and a hash in hexadecimal costs as much
   *     as finding it
   */
  <T> T get(Use<T> use, Supplier<String> what) throws StoreException {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new StoreException(what.get() + ": the store is closed");
      }
      return use.get();
    } catch (RocksDBException e) {
      throw failure(what.get(), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  void run(Action action, String what) throws StoreException {
    Object done =
        get(
            () -> {
              action.run();
              return this;
            },
            what);
    assert done == this;
  }

  void close(Runnable closing) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closing.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  boolean isClosed() {
    lock.readLock().lock();
    try {
      return closed;
    } finally {
      lock.readLock().unlock();
    }
  }

  private static StoreException failure(String what, RocksDBException e) {
    Status status = e.getStatus();
    boolean damaged = status != null && status.getCode() == Status.Code.Corruption;
    String message = what + ": " + e.getMessage();
    return damaged ? new DamagedStoreException(message, e) : new StoreException(message, e);
  }
}
