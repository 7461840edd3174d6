package dev.vitrine.server;

import dev.vitrine.admission.BlobView;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.DiskState;
import dev.vitrine.admission.RecordAdmission;
import dev.vitrine.admission.Replay;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides on all entries of a stopped server's store again, on a state on disk, and prints size and
 * hash of the state it reached. To be run with a small heap.
 */
final class ReplayStore {
  private ReplayStore() {}

  public static void main(String[] args) throws Exception {
    long started = System.nanoTime();
    try (RocksLogStore store = RocksLogStore.open(Path.of(args[0]), StoreOptions.small());
        DiskState disk = DiskState.create(Path.of(args[1]))) {
      RecordAdmission rules = new RecordAdmission(disk, BlobView.none(), Optional.empty());
      Replay replay = new Replay(rules, disk);
      store.entries(
          0,
          store.head().size(),
          (index, entry) -> {
            Decision decision = replay.next(entry).decision();
            if (!(decision instanceof Decision.Admitted)) {
              throw new AssertionError("entry " + index + ": " + decision);
            }
            return true;
          });
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          "%d %s in %.0f s, heap of at most %d MiB, %s%n",
          replay.head().size(),
          replay.head().hash().hex(),
          seconds,
          Runtime.getRuntime().maxMemory() >> 20,
          memory());
    }
  }

  /** Where the system tells it: what is resident at the end, without mapped files. */
  private static String memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readString(status)
            .lines()
            .filter(line -> line.startsWith("RssAnon"))
            .findFirst()
            .orElse("")
        : "";
  }
}
