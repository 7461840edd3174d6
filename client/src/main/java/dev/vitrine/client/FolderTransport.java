package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A log as a folder of files in the layout of C2SP tlog-tiles: {@code checkpoint} and {@code
 * tile/…}, and the documents beside it as {@code v1/blobs/<sha256>}, where there are any.
 */
final class FolderTransport extends TileTransport {
  /** As a server names them, so that a web server over the folder serves them there too. */
  private static final String DOCUMENTS = "v1/blobs";

  private final Path folder;
  private final int maxCheckpointBytes;
  private final TileSource source = new PathTiles((path, max, compressed) -> read(path, max));

  FolderTransport(Path folder, int maxCheckpointBytes) {
    this.folder = folder;
    this.maxCheckpointBytes = maxCheckpointBytes;
  }

  @Override
  TileSource source() {
    return source;
  }

  @Override
  public byte[] checkpoint() throws IOException {
    if (Files.exists(folder.resolve("store").resolve("CURRENT"))) {
      throw new IOException(
          "%s is a log server's data folder (expected: a folder in tlog-tiles layout). Run scripts/serve --export FOLDER with the configuration of that server, then use that folder; scripts/vitrine audit does so itself"
              .formatted(folder));
    }
    return read("checkpoint", maxCheckpointBytes);
  }

  @Override
  public boolean hasDocuments() {
    return Files.isDirectory(folder.resolve(DOCUMENTS));
  }

  @Override
  public byte[] document(Hash sha256, int maxBytes) throws IOException {
    return read(DOCUMENTS + "/" + sha256.hex(), maxBytes);
  }

  private byte[] read(String path, int maxBytes) throws IOException {
    Path file = folder.resolve(path);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > maxBytes) {
        throw new IOException(
            "%s: %d bytes (expected: at most %d)".formatted(file, size, maxBytes));
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      return buffer.hasRemaining()
          ? Arrays.copyOf(buffer.array(), buffer.position())
          : buffer.array();
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public CompletableFuture<Acknowledgement> append(byte[] entry) {
    return CompletableFuture.failedFuture(
        new AppendRejectedException(
            "READ_ONLY", "%s is a folder; nothing can be appended to it".formatted(folder)));
  }

  @Override
  public String address() {
    return folder.toString();
  }

  @Override
  public void close() {}
}
