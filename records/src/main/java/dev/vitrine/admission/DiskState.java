package dev.vitrine.admission;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A state on disk, for a replay of a log of any length in little memory: values are appended to one
 * file, and a table of slots in another, mapped file says where each key's newest value lies.
 *
 * <p>A working copy and not a store: it is made anew by each replay, and nothing is synced. One
 * thread writes; reads by others must not overlap with a write.
 */
public final class DiskState implements StateStore, Closeable {
  private static final int DELETED = -1;
  private static final int HEADER = 8;

  private final FileChannel values;
  private final Path folder;
  private SlotTable slots;
  private long end;

  private DiskState(Path folder, FileChannel values, SlotTable slots) {
    this.folder = folder;
    this.values = values;
    this.slots = slots;
  }

  /**
   * An empty state in a folder of its own.
   *
   * @throws IOException if a state lies there already
   */
  public static DiskState create(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel values =
        FileChannel.open(
            folder.resolve("values"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return new DiskState(folder, values, SlotTable.create(folder, SlotTable.MIN_CAPACITY));
  }

  @Override
  public Optional<byte[]> get(byte[] key) {
    try {
      long at = find(key);
      return at < 0 ? Optional.empty() : value(at, key.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void apply(List<StateWrite> writes) {
    try {
      for (StateWrite write : writes) {
        put(write.key(), write.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(byte[] key, Optional<byte[]> value) throws IOException {
    int length = value.map(v -> v.length).orElse(DELETED);
    ByteBuffer row = ByteBuffer.allocate(HEADER + key.length + Math.max(0, length));
    row.putInt(key.length).putInt(length).put(key);
    value.ifPresent(row::put);
    row.flip();
    long at = end;
    while (row.hasRemaining()) {
      end += values.write(row, end);
    }
    if (slots.isFull()) {
      slots = slots.doubled(folder);
    }
    slots.set(SlotTable.hash(key), slot -> isKey(slot, key), at);
  }

  private long find(byte[] key) throws IOException {
    return slots.get(SlotTable.hash(key), slot -> isKey(slot, key));
  }

  private boolean isKey(long at, byte[] key) throws IOException {
    ByteBuffer row = read(at, HEADER + key.length);
    return row.getInt(0) == key.length
        && row.limit() == HEADER + key.length
        && Arrays.equals(row.array(), HEADER, row.limit(), key, 0, key.length);
  }

  private Optional<byte[]> value(long at, int keyLength) throws IOException {
    int length = read(at, HEADER).getInt(4);
    return length == DELETED
        ? Optional.empty()
        : Optional.of(read(at + HEADER + keyLength, length).array());
  }

  /** Reads up to {@code length} bytes; fewer at the end of the file. */
  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int n = values.read(buffer, at + buffer.position());
      if (n < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    values.close();
  }
}
