package dev.vitrine.client.mirror;

import dev.vitrine.client.durable.AtomicFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many files made durable. Each fsync waits for the file system's journal, and those that wait at
 * the same time share what they wait for.
 */
final class FileSync {
  private static final int AT_ONCE = 16;

  /** So few that threads cost more than they save. */
  private static final int FEW = 3;

  private FileSync() {}

  /** All are durable when it returns. */
  static void all(Collection<Path> files) throws IOException {
    if (files.size() <= FEW) {
      for (Path file : files) {
        AtomicFile.sync(file);
      }
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(AT_ONCE, files.size()));
    try {
      List<Future<?>> syncs = new ArrayList<>();
      for (Path file : files) {
        syncs.add(
            pool.submit(
                () -> {
                  AtomicFile.sync(file);
                  return null;
                }));
      }
      for (Future<?> sync : syncs) {
        join(sync);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void join(Future<?> sync) throws IOException {
    try {
      sync.get();
    } catch (ExecutionException e) {
      throw new IOException("fsync: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in fsync");
    }
  }
}
