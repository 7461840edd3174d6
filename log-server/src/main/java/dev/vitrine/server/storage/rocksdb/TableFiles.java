package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.DamagedStoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** Reads whole table files back and compares the checksum of every block. */
final class TableFiles {
  private TableFiles() {}

  /** A live table file. */
  record Table(Path path, long bytes, String family) {}

  static List<Table> newestFirst(RocksDB db) {
    List<LiveFileMetaData> live = new ArrayList<>(db.getLiveFilesMetaData());
    live.sort(Comparator.comparing(LiveFileMetaData::fileName).reversed());
    return live.stream()
        .map(
            f ->
                new Table(
                    Path.of(f.path(), f.fileName()),
                    f.size(),
                    new String(f.columnFamilyName(), StandardCharsets.UTF_8)))
        .toList();
  }

  static void verify(List<Table> tables, long skipBytes, long maxBytes)
      throws DamagedStoreException {
    long passed = 0;
    long read = 0;
    for (Table table : tables) {
      passed += table.bytes();
      if (passed > skipBytes) {
        if (read >= maxBytes) {
          return;
        }
        read += table.bytes();
        verify(table);
      }
    }
  }

  private static void verify(Table table) throws DamagedStoreException {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(table.path().toString());
      reader.verifyChecksum();
    } catch (RocksDBException e) {
      // A merge may have replaced the file since it was listed.
      if (Files.exists(table.path())) {
        throw new DamagedStoreException(
            "table file "
                + table.path()
                + " of column family "
                + table.family()
                + " is damaged: "
                + e.getMessage()
                + " (restore the data folder from a backup)",
            e);
      }
    }
  }
}
