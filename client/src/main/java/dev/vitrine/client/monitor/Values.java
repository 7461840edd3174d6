package dev.vitrine.client.monitor;

import dev.vitrine.client.durable.SortedFile;
import dev.vitrine.client.durable.SortedFile.Row;
import dev.vitrine.client.durable.SortedFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Keys and values of which only the newest are in memory: the others lie in sorted files, each of
 * at least twice the size of the next newer one, so that there are few. One thread.
 */
final class Values implements Closeable {
  private final IntFunction<Path> pathOf;
  private final TreeMap<byte[], Optional<byte[]>> recent = new TreeMap<>(Arrays::compareUnsigned);
  private final List<Table> tables = new ArrayList<>();
  private long recentBytes;

  /**
   * @param pathOf the path of the file with a number
   */
  Values(IntFunction<Path> pathOf) {
    this.pathOf = pathOf;
  }

  /** Puts files, newest first, under what is in memory. */
  void open(List<Integer> numbers) throws IOException {
    for (int number : numbers) {
      tables.add(new Table(number, SortedFile.open(pathOf.apply(number))));
    }
  }

  Optional<byte[]> get(byte[] key) {
    Optional<byte[]> value = recent.get(key);
    if (value != null) {
      return value;
    }
    try {
      for (Table table : tables) {
        Optional<Row> row = table.file().get(key);
        if (row.isPresent()) {
          return row.get().value();
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return Optional.empty();
  }

  /** Not to be taken for trouble with the log. */
  private static IllegalStateException unreadable(Exception cause) {
    return new IllegalStateException("monitor state: " + cause.getMessage(), cause);
  }

  /** All keys and values that begin with a prefix. */
  Map<ByteBuffer, byte[]> withPrefix(byte[] prefix) {
    Map<ByteBuffer, byte[]> found = new TreeMap<>();
    try {
      Merge rows = new Merge(tables, prefix, false);
      while (rows.next.filter(row -> hasPrefix(row, prefix)).isPresent()) {
        Row row = rows.next();
        found.put(ByteBuffer.wrap(row.key()), row.value().orElseThrow());
      }
    } catch (UncheckedIOException e) {
      throw unreadable(e);
    }
    return found;
  }

  private static boolean hasPrefix(Row row, byte[] prefix) {
    return row.key().length >= prefix.length
        && Arrays.equals(row.key(), 0, prefix.length, prefix, 0, prefix.length);
  }

  void put(byte[] key, Optional<byte[]> value) {
    recent.put(key, value);
    recentBytes += key.length + value.map(v -> v.length).orElse(0);
  }

  /** Numbers of the files, newest first. */
  List<Integer> tables() {
    return tables.stream().map(Table::number).toList();
  }

  /** Writes what is in memory to a file, together with those files that are not much larger. */
  void spill(int number) throws IOException {
    if (recent.isEmpty()) {
      return;
    }
    int merged = 0;
    long bytes = recentBytes;
    while (merged < tables.size() && tables.get(merged).file().size() < 2 * bytes) {
      bytes += tables.get(merged).file().size();
      merged++;
    }
    List<Table> old = tables.subList(0, merged);
    boolean hides = merged < tables.size();
    try {
      SortedFileWriter.write(pathOf.apply(number), new Merge(old, new byte[0], hides));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Table table : old) {
      table.file().close();
    }
    old.clear();
    tables.add(0, new Table(number, SortedFile.open(pathOf.apply(number))));
    recent.clear();
    recentBytes = 0;
  }

  @Override
  public void close() throws IOException {
    for (Table table : tables) {
      table.file().close();
    }
  }

  private record Table(int number, SortedFile file) {}

  /** Rows of what is in memory and of files in one order, the newest of each key. */
  private final class Merge implements Iterator<Row> {
    private final List<Source> newestFirst = new ArrayList<>();
    private final boolean deletions;
    private Optional<Row> next;

    /**
     * @param deletions whether to hand over rows that delete
     */
    Merge(List<Table> files, byte[] start, boolean deletions) {
      this.deletions = deletions;
      newestFirst.add(
          new Source(
              recent.tailMap(start, true).entrySet().stream()
                  .map(entry -> new Row(entry.getKey(), entry.getValue()))
                  .iterator()));
      files.forEach(table -> newestFirst.add(new Source(table.file().from(start))));
      this.next = find();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public Row next() {
      Row row = next.orElseThrow();
      next = find();
      return row;
    }

    private Optional<Row> find() {
      Optional<Row> row = smallest();
      while (row.isPresent() && row.get().value().isEmpty() && !deletions) {
        row = smallest();
      }
      return row;
    }

    private Optional<Row> smallest() {
      Optional<Row> smallest = Optional.empty();
      for (Source source : newestFirst) {
        if (source.head.isPresent()
            && (smallest.isEmpty() || compare(source.head.get(), smallest.get()) < 0)) {
          smallest = source.head;
        }
      }
      for (Source source : newestFirst) {
        if (source.head.isPresent() && compare(source.head.get(), smallest.orElseThrow()) == 0) {
          source.advance();
        }
      }
      return smallest;
    }

    private static int compare(Row one, Row two) {
      return Arrays.compareUnsigned(one.key(), two.key());
    }
  }

  private static final class Source {
    private final Iterator<Row> rows;
    private Optional<Row> head;

    Source(Iterator<Row> rows) {
      this.rows = rows;
      this.head = Optional.empty();
      advance();
    }

    void advance() {
      head = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }
  }
}
