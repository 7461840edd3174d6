package dev.vitrine.client.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * An append-only file of frames {@code u32 length, u32 CRC-32C of the payload, payload}; not
 * thread-safe.
 */
public final class Journal implements AutoCloseable {
  private static final int HEADER = 8;

  /** Largest payload, 256 MiB; anything longer in a header is damage. */
  public static final int MAX_FRAME = 1 << 28;

  private final Path path;
  private final FileChannel channel;
  private long size;

  private Journal(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens or makes the file, hands every whole frame to {@code reader} in order, and cuts off a
   * torn last frame.
   *
   * @throws IOException if a frame that others follow is damaged
   */
  public static Journal open(Path path, FrameReader reader) throws IOException {
    boolean fresh = !Files.exists(path);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (fresh) {
      AtomicFile.syncName(path);
    }
    long good = replay(path, channel, reader);
    if (good < channel.size()) {
      channel.truncate(good);
      channel.force(true);
    }
    return new Journal(path, channel, good);
  }

  /** Takes a payload, and says where in the file it lies. */
  public interface FrameReader {
    void take(long at, ByteBuffer payload) throws IOException;
  }

  /** Bytes in the file. */
  public long size() {
    return size;
  }

  /** Bytes of a frame that was read or appended. */
  public byte[] read(long at, int length) throws IOException {
    return read(channel, at, length).array();
  }

  /**
   * Durable when it returns; after a failure the journal must be closed and opened again.
   *
   * @return where in the file the payload lies
   */
  public long append(byte[] payload) throws IOException {
    if (payload.length > MAX_FRAME) {
      throw new IllegalArgumentException(
          "frame: " + payload.length + " bytes (expected: <= " + MAX_FRAME + ")");
    }
    ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length);
    frame.putInt(payload.length).putInt(crc(payload)).put(payload).flip();
    long at = size;
    try {
      while (frame.hasRemaining()) {
        at += channel.write(frame, at);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UnknownStateException("appending to " + path + " failed: " + e.getMessage(), e);
    }
    size = at;
    return at - payload.length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static long replay(Path path, FileChannel channel, FrameReader reader)
      throws IOException {
    long at = 0;
    long end = channel.size();
    while (at < end) {
      byte[] payload = frameAt(channel, at, end);
      if (payload.length == 0) {
        requireTail(path, channel, at, end);
        return at;
      }
      reader.take(at + HEADER, ByteBuffer.wrap(payload).asReadOnlyBuffer());
      at += HEADER + payload.length;
    }
    return at;
  }

  /** The payload at an offset, or an empty array if no whole frame is there. */
  private static byte[] frameAt(FileChannel channel, long at, long end) throws IOException {
    byte[] none = new byte[0];
    if (end - at < HEADER) {
      return none;
    }
    ByteBuffer header = read(channel, at, HEADER);
    int length = header.getInt();
    int crc = header.getInt();
    if (length <= 0 || length > MAX_FRAME || length > end - at - HEADER) {
      return none;
    }
    byte[] payload = read(channel, at + HEADER, length).array();
    return crc(payload) == crc ? payload : none;
  }

  /** A torn frame reaches to the end of the file; one with whole frames after it was damaged. */
  private static void requireTail(Path path, FileChannel channel, long at, long end)
      throws IOException {
    if (end - at < HEADER) {
      return;
    }
    int length = read(channel, at, HEADER).getInt();
    boolean reachesEnd = length <= 0 || length > MAX_FRAME || at + HEADER + length >= end;
    if (!reachesEnd) {
      throw new IOException(
          path + ": damaged frame at byte " + at + " (expected: damage only in the last frame)");
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("journal ends at byte " + (at + buffer.position()));
      }
    }
    return buffer.flip();
  }

  private static int crc(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
