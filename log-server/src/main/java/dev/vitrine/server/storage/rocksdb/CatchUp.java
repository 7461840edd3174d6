package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Brings a database that is read beside its writer up to the present.
 *
 * <p>A reader beside a writer reads the list of table files and then the write-ahead logs. Rows
 * that the writer moves from a log to a table in between are in neither, and where one listed log
 * is gone, the others are not read either. So one pass may show a part of a commit. Two facts bound
 * this: a log is deleted only when all its rows are in tables of the list, and a commit made before
 * a pass is in a log that was there when the pass began, or in a table.
 */
final class CatchUp {
  private static final int MAX_PASSES = 500;

  private CatchUp() {}

  /**
   * Reads on until every commit that was made before this call is seen whole. Later ones may be
   * seen in part.
   *
   * <p>That is so after a pass during which no log went away, and after one that began when all
   * logs of this call's beginning were gone. A writer that is always faster than a pass deletes
   * these few logs soon, so it cannot keep the reader waiting for ever.
   *
   * @throws StoreException if the list could not be read in many passes
   */
  static void toNow(Path folder, RocksDB db) throws IOException {
    Set<Path> atFirst = logs(folder);
    String failure = "write-ahead logs were deleted each time";
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      Set<Path> before = logs(folder);
      try {
        db.tryCatchUpWithPrimary();
        if (Collections.disjoint(before, atFirst) || logs(folder).containsAll(before)) {
          return;
        }
      } catch (RocksDBException e) {
        // A file of the list may be deleted before it is opened; the next list does without it.
        failure = Objects.requireNonNullElse(e.getMessage(), failure);
      }
    }
    throw new StoreException(
        "store "
            + folder
            + ": read "
            + MAX_PASSES
            + " times beside its writer, "
            + failure
            + " (expected: one pass without; try again)");
  }

  /** The write-ahead logs of a store. */
  static Set<Path> logs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).collect(Collectors.toSet());
    }
  }
}
