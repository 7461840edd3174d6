package dev.vitrine.server;

import dev.vitrine.server.access.LogReads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens a log, reads from all over it, and says how long the opening took and what the heap holds.
 */
public final class OpenProbe {
  private OpenProbe() {}

  public static void main(String[] args) throws Exception {
    loadCode();
    long started = System.nanoTime();
    try (LogServer server =
        LogServer.start(
            TestServers.config(Path.of(args[0]), "store.write-buffer", "64MiB"),
            TestServers.parts().withApis(List.of()))) {
      long open = (System.nanoTime() - started) / 1_000_000;
      LogReads reads = server.context().reads();
      long size = reads.head().size();
      for (long i = 0; i < 10_000; i++) {
        long index = i * 7_919_777 % size;
        if (reads.entry(index).isEmpty() || reads.inclusion(index, size).path().isEmpty()) {
          throw new IllegalStateException("entry " + index + " cannot be read");
        }
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "size %d open %d heap %d%n", size, open, runtime.totalMemory() - runtime.freeMemory());
    }
  }

  /**
   * Opens an empty log first: what the Java machine needs to load is not the log's to answer for.
   */
  private static void loadCode() throws Exception {
    Path empty = Files.createTempDirectory("empty-log");
    TestServers.start(empty).close();
    TestServers.delete(empty);
  }
}
