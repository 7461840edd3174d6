package dev.vitrine.admission;

import dev.vitrine.record.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An open-addressed table in a mapped file: 16 bytes a slot, 64 bits of the key's SHA-256 and the
 * offset of its row plus one. At most half full, so that a probe is short; grown by doubling.
 */
final class SlotTable {
  static final int MIN_CAPACITY = 1 << 16;

  /** Slots of a table that one mapping still holds. */
  private static final int MAX_CAPACITY = 1 << 26;

  private static final int SLOT = 16;

  private final MappedByteBuffer slots;
  private final int capacity;
  private int used;

  /** Whether a row is the one looked for: hashes of 64 bits may meet. */
  @FunctionalInterface
  interface RowTest {
    boolean test(long offset) throws IOException;
  }

  private SlotTable(MappedByteBuffer slots, int capacity) {
    this.slots = slots;
    this.capacity = capacity;
  }

  static SlotTable create(Path folder, int capacity) throws IOException {
    if (capacity > MAX_CAPACITY) {
      throw new IOException("state: more than " + MAX_CAPACITY / 2 + " keys");
    }
    Path file = folder.resolve("slots-" + capacity);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long bytes = (long) capacity * SLOT;
      return new SlotTable(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes), capacity);
    }
  }

  static long hash(byte[] key) {
    return ByteBuffer.wrap(Digests.sha256(key)).getLong();
  }

  boolean isFull() {
    return used >= capacity / 2;
  }

  /** The offset of a key's row, -1 without one. */
  long get(long hash, RowTest row) throws IOException {
    int at = find(hash, row);
    return slots.getLong(at + 8) - 1;
  }

  void set(long hash, RowTest row, long offset) throws IOException {
    int at = find(hash, row);
    if (slots.getLong(at + 8) == 0) {
      used++;
    }
    slots.putLong(at, hash).putLong(at + 8, offset + 1);
  }

  /** A table twice the size with the same rows; this one's file is removed. */
  SlotTable doubled(Path folder) throws IOException {
    SlotTable larger = create(folder, 2 * capacity);
    for (int i = 0; i < capacity; i++) {
      long offset = slots.getLong(i * SLOT + 8);
      if (offset != 0) {
        larger.set(slots.getLong(i * SLOT), row -> false, offset - 1);
      }
    }
    Files.delete(folder.resolve("slots-" + capacity));
    return larger;
  }

  private int find(long hash, RowTest row) throws IOException {
    int slot = (int) hash & (capacity - 1);
    while (true) {
      int at = slot * SLOT;
      long offset = slots.getLong(at + 8);
      if (offset == 0 || (slots.getLong(at) == hash && row.test(offset - 1))) {
        return at;
      }
      slot = (slot + 1) & (capacity - 1);
    }
  }
}
