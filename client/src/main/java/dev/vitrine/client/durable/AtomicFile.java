package dev.vitrine.client.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file that is replaced as a whole; one writer at a time, see the package. */
public record AtomicFile(Path path) {

  public Optional<byte[]> read() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Durable when it returns.
   *
   * @throws UnknownStateException if the old or the new bytes may survive
   * @throws IOException if the old bytes survive
   */
  public void write(byte[] bytes) throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, bytes);
      channel.force(true);
    }
    try {
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      syncName(path);
    } catch (IOException e) {
      throw new UnknownStateException("replacing " + path + " failed: " + e.getMessage(), e);
    }
  }

  private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Makes a file's name durable, as fsync of the file does for its bytes. */
  public static void syncName(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("file: " + file + " (expected: a name in a folder)");
    }
    sync(folder);
  }

  /** Makes the bytes of a file, or the names in a folder, durable. */
  public static void sync(Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
