package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Marks a new store with its format and the empty head; reads both from an old one.
 *
 * <ul>
 *   <li>Format 1: look-up rows by file name and about keys may be missing.
 *   <li>Format 2: every look-up row is there.
 * </ul>
 */
final class StoreFormat {
  static final int FIRST = 1;
  static final int CURRENT = 2;

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  private StoreFormat() {}

  static Head readHead(Natives natives) throws StoreException, RocksDBException {
    byte[] head = natives.db.get(natives.handle(Family.META), natives.read, Keys.HEAD);
    byte[] format = natives.db.get(natives.handle(Family.META), natives.read, Keys.FORMAT);
    if (format == null && head == null && !hasEntries(natives)) {
      return create(natives);
    }
    int version = version(format);
    if (version > CURRENT) {
      throw new StoreException(
          "store format: "
              + version
              + " (expected: at most "
              + CURRENT
              + "). It was written by a newer version of Vitrine: start that one; nothing was"
              + " changed.");
    }
    if (head == null) {
      throw new DamagedStoreException("row meta/head: missing (expected: size and root)");
    }
    return Keys.head(head);
  }

  /** The format of a store that has been opened. */
  static int of(Natives natives) throws DamagedStoreException, RocksDBException {
    return version(natives.db.get(natives.handle(Family.META), natives.read, Keys.FORMAT));
  }

  private static int version(byte @Nullable [] format) throws DamagedStoreException {
    String text = format == null ? "none" : new String(format, StandardCharsets.US_ASCII);
    if (!VERSION.matcher(text).matches()) {
      throw new DamagedStoreException(
          "store format: %.20s (expected: %d or %d)".formatted(text, FIRST, CURRENT));
    }
    return Integer.parseInt(text);
  }

  private static Head create(Natives natives) throws RocksDBException {
    try (WriteBatch rows = new WriteBatch()) {
      rows.put(natives.handle(Family.META), Keys.FORMAT, Keys.version(CURRENT));
      rows.put(natives.handle(Family.META), Keys.HEAD, Keys.head(Head.EMPTY));
      natives.db.write(natives.durable, rows);
    }
    return Head.EMPTY;
  }

  private static boolean hasEntries(Natives natives) {
    try (RocksIterator runs =
        natives.db.newIterator(natives.handle(Family.ENTRIES), natives.read)) {
      runs.seekToFirst();
      return runs.isValid();
    }
  }
}
