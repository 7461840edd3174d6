package dev.vitrine.server;

import dev.vitrine.server.config.Config;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares the checksums of the store's files: the newest before the server serves, the others
 * beside its work, so that the time to start does not grow with the log.
 */
final class StoreScrub {
  /** Read back in well under a second; the right edge, which is signed next, is in it. */
  static final long BYTES_AT_START = 128L << 20;

  private StoreScrub() {}

  /**
   * Checks the newest files and begins to check the others.
   *
   * @param bytesAtStart of the newest files
   * @return the thread that checks the others; empty if all were checked
   */
  static Optional<Thread> start(
      Config config,
      RocksLogStore store,
      Shutdown shutdown,
      Consumer<Throwable> onFatal,
      long bytesAtStart)
      throws StoreException {
    if (config.verifyAtStart()) {
      store.verifyChecksums();
      return Optional.empty();
    }
    store.verifyChecksums(0, bytesAtStart);
    Thread thread = new Thread(() -> scrub(store, bytesAtStart, onFatal), "vitrine-scrub");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    shutdown.onStop(thread::interrupt);
    thread.start();
    return Optional.of(thread);
  }

  private static void scrub(RocksLogStore store, long checked, Consumer<Throwable> onFatal) {
    try {
      store.verifyChecksums(checked, Long.MAX_VALUE);
    } catch (DamagedStoreException e) {
      onFatal.accept(e);
    } catch (StoreException e) {
      // The store was closed meanwhile.
      Thread.currentThread().interrupt();
    }
  }
}
