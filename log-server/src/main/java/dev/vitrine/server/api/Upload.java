package dev.vitrine.server.api;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A document on its way in: hashed as it comes and kept in a file, so that it costs no more memory
 * than a piece of it. Closing removes the file. Thread-safe: who gives up may do so while a piece
 * is being written.
 */
public final class Upload implements Closeable {
  private final Path file;
  // All guarded by this.
  private final FileChannel channel;
  private final MessageDigest sha256 = Digests.newSha256();
  private long size;

  private Upload(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Begins one in a folder, which is made if it is missing. */
  static Upload in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "upload-", ".part");
    return new Upload(
        file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /**
   * Adds a piece.
   *
   * @throws ClosedChannelException if it was given up
   */
  public synchronized void write(byte[] piece) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(piece);
    while (rest.hasRemaining()) {
      size += channel.write(rest, size);
    }
    sha256.update(piece);
  }

  /** Bytes so far. */
  public synchronized long size() {
    return size;
  }

  /** The digest of what has come; nothing may be added afterwards. */
  synchronized Hash digest() {
    return Hash.of(sha256.digest());
  }

  /** All of it. */
  synchronized byte[] content() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(size));
    while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {}
    return content.array();
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
