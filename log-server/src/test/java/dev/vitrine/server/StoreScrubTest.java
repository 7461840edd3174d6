package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store larger than what is checked before serving: its older files are checked beside it. */
class StoreScrubTest {
  /** So that one file fills what is checked at start, and all others are left to the background. */
  private static final long ONE_FILE = 1;

  @TempDir Path folder;
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

  @BeforeEach
  void makeLog() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      entries.add(Entries.random(7, i, 200));
    }
    try (LogServer server = TestServers.start(folder)) {
      TestServers.publish(server, entries);
    }
  }

  @Test
  void start_oldFileDamaged_opensAndEndsTheProcessNamingIt() throws Exception {
    List<Path> tables = tables();
    assertThat(tables).hasSizeGreaterThan(3);
    // In a small file the byte could be one that the store reads, and refuses, at its opening.
    Path old =
        tables.subList(0, tables.size() - 1).stream()
            .filter(table -> table.toFile().length() > 16 << 10)
            .findFirst()
            .orElseThrow();
    flip(old);
    Throwable reason = scrub(ONE_FILE).get(30, TimeUnit.SECONDS);
    assertThat(reason)
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining(old.getFileName().toString());
  }

  @Test
  void start_newestFileDamaged_refusedBeforeServing() throws Exception {
    List<Path> tables = tables();
    Path newest = tables.get(tables.size() - 1);
    flip(newest);
    assertThat(scrub(ONE_FILE))
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withMessageContaining(newest.getFileName().toString());
  }

  @Test
  void start_undamaged_nothingToSay() throws Exception {
    assertThat(scrub(ONE_FILE).get(30, TimeUnit.SECONDS)).hasMessage("done");
  }

  /** What the check finds: an exception if it refuses the start, a value if it ends the process. */
  private CompletableFuture<Throwable> scrub(long bytesAtStart) throws Exception {
    Shutdown shutdown = new Shutdown();
    try (RocksLogStore store = RocksLogStore.open(folder.resolve("store"), StoreOptions.small())) {
      Thread thread =
          StoreScrub.start(
                  TestServers.config(folder), store, shutdown, fatal::complete, bytesAtStart)
              .orElseThrow();
      thread.join(TimeUnit.SECONDS.toMillis(30));
      fatal.complete(new IllegalStateException("done"));
    } catch (DamagedStoreException e) {
      fatal.completeExceptionally(e);
    }
    return fatal;
  }

  private static void flip(Path table) throws IOException {
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 10] ^= 4;
    Files.write(table, bytes);
  }

  private List<Path> tables() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("store"))) {
      return all.filter(file -> file.toString().endsWith(".sst"))
          .sorted(Comparator.comparing(Path::getFileName))
          .toList();
    }
  }
}
