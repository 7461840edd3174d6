package dev.vitrine.server.export;

import dev.vitrine.server.storage.Durable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes many files durably. Several threads, because each spends most of its time waiting for the
 * disk to sync a file, and a disk syncs several for the price of one.
 *
 * <p>A file that already holds the right bytes is left alone; any other is replaced whole.
 */
final class ExportWriter implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int AHEAD = 64;

  private final Path target;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();
  // Owned by the thread that calls.
  private final Deque<Future<?>> underWay = new ArrayDeque<>();

  /** Reads what a file shall hold. */
  interface Content {
    byte[] read() throws IOException;
  }

  ExportWriter(Path target) {
    this.target = target;
  }

  /**
   * Begins to write a file.
   *
   * @throws IOException why an earlier one could not be written
   */
  void write(String path, Content content) throws IOException {
    underWay.add(
        threads.submit(
            () -> {
              replace(target.resolve(path), content.read());
              return path;
            }));
    if (underWay.size() >= AHEAD) {
      await(underWay.remove());
    }
  }

  /** Waits until all files and their names would survive power loss. */
  void finish() throws IOException {
    while (!underWay.isEmpty()) {
      await(underWay.remove());
    }
    for (Path folder : folders) {
      Durable.syncFolder(folder);
    }
    Durable.syncFolder(target);
  }

  private static void await(Future<?> file) throws IOException {
    try {
      file.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("export: interrupted");
    } catch (ExecutionException e) {
      throw new IOException("export: " + e.getMessage(), e);
    }
  }

  private void replace(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path folder = Objects.requireNonNull(file.getParent(), "in the target");
    if (!folders.contains(folder)) {
      Files.createDirectories(folder);
      remember(folder);
    }
    Durable.replace(file, content);
  }

  private void remember(Path folder) {
    Path above = target;
    for (Path name : target.relativize(folder)) {
      above = above.resolve(name);
      folders.add(above);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
