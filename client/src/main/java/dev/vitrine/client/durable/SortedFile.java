package dev.vitrine.client.durable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Keys with their values in the order of the keys' unsigned bytes, in a file that never changes.
 * Safe for concurrent reads.
 *
 * <pre>
 * block  u32 length, u32 CRC-32C of the rows, rows: u32 key length, u32 value length or -1, key, value
 * index  u32 length, u32 CRC-32C, of each block: u64 offset, u32 key length, its first key
 * end    u64 offset of the index, u64 FORMAT
 * </pre>
 *
 * <p>In memory is the index only, the key of one block in {@value #BLOCK} bytes.
 */
public final class SortedFile implements Closeable {
  static final int BLOCK = 8192;
  static final int HEADER = 8;
  static final int END = 16;
  static final long FORMAT = 0x5649_5452_534f_5231L;

  private final Path path;
  private final FileChannel channel;
  private final long indexAt;
  private final byte[][] firstKeys;
  private final long[] offsets;

  private SortedFile(
      Path path, FileChannel channel, long indexAt, byte[][] firstKeys, long[] offsets) {
    this.path = path;
    this.channel = channel;
    this.indexAt = indexAt;
    this.firstKeys = firstKeys;
    this.offsets = offsets;
  }

  /**
   * A key and its value.
   *
   * @param value empty if the key is to hide one of an older file
   */
  public record Row(byte[] key, Optional<byte[]> value) {}

  /**
   * @throws IOException if the file is not one of {@link SortedFileWriter}
   */
  @SuppressWarnings("MustBeClosedChecker")
  public static SortedFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      ByteBuffer end = read(channel, Math.max(0, channel.size() - END), END);
      long indexAt = end.getLong();
      long format = end.getLong();
      if (format != FORMAT) {
        throw new IOException(path + ": ends with " + format + " (expected: " + FORMAT + ")");
      }
      return open(path, channel, indexAt);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static SortedFile open(Path path, FileChannel channel, long indexAt) throws IOException {
    ByteBuffer index = block(path, channel, indexAt);
    byte[][] firstKeys = new byte[index.getInt()][];
    long[] offsets = new long[firstKeys.length];
    for (int i = 0; i < firstKeys.length; i++) {
      offsets[i] = index.getLong();
      firstKeys[i] = bytes(index, index.getInt());
    }
    return new SortedFile(path, channel, indexAt, firstKeys, offsets);
  }

  /** Bytes of keys and values, roughly. */
  public long size() {
    return indexAt;
  }

  /** What the file says of a key, if it says anything. */
  public Optional<Row> get(byte[] key) throws IOException {
    int block = blockOf(key);
    if (block < 0) {
      return Optional.empty();
    }
    ByteBuffer rows = block(path, channel, offsets[block]);
    while (rows.hasRemaining()) {
      Row row = row(rows);
      int order = Arrays.compareUnsigned(row.key(), key);
      if (order >= 0) {
        return order == 0 ? Optional.of(row) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * The rows from a key on, in order; reading them throws {@link UncheckedIOException}.
   *
   * @param start not necessarily there; empty for all rows
   */
  public Iterator<Row> from(byte[] start) {
    return new Rows(start);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The last block whose first key is not greater, -1 if there is none. */
  private int blockOf(byte[] key) {
    int found = Arrays.binarySearch(firstKeys, key, Arrays::compareUnsigned);
    return found >= 0 ? found : -found - 2;
  }

  private static Row row(ByteBuffer rows) {
    int keyLength = rows.getInt();
    int valueLength = rows.getInt();
    byte[] key = bytes(rows, keyLength);
    return new Row(key, valueLength < 0 ? Optional.empty() : Optional.of(bytes(rows, valueLength)));
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static ByteBuffer block(Path path, FileChannel channel, long at) throws IOException {
    ByteBuffer header = read(channel, at, HEADER);
    int length = header.getInt();
    int crc = header.getInt();
    if (length < 0 || length > channel.size() - at) {
      throw new IOException(
          path + ": block of " + length + " bytes at " + at + " (expected: fits)");
    }
    ByteBuffer payload = read(channel, at + HEADER, length);
    if (crc(payload.duplicate()) != crc) {
      throw new IOException(path + ": damaged block at " + at + " (expected: CRC-32C " + crc + ")");
    }
    return payload;
  }

  static int crc(ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("file ends at byte " + (at + buffer.position()));
      }
    }
    return buffer.flip();
  }

  private final class Rows implements Iterator<Row> {
    private int block;
    private ByteBuffer rows = ByteBuffer.allocate(0);
    private Optional<Row> next = Optional.empty();

    Rows(byte[] start) {
      this.block = Math.max(0, blockOf(start));
      advance();
      while (next.isPresent() && Arrays.compareUnsigned(next.get().key(), start) < 0) {
        advance();
      }
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public Row next() {
      Row row = next.orElseThrow(NoSuchElementException::new);
      advance();
      return row;
    }

    private void advance() {
      try {
        if (!rows.hasRemaining() && block < offsets.length) {
          rows = SortedFile.block(path, channel, offsets[block]);
          block++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      next = rows.hasRemaining() ? Optional.of(row(rows)) : Optional.empty();
    }
  }
}
