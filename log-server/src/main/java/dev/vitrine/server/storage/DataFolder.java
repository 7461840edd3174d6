package dev.vitrine.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The data folder, held by one process at a time, and where everything in it lies. */
public final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final @Nullable FileChannel channel;

  private DataFolder(Path folder, @Nullable FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Makes the folder if it is missing, and takes it.
   *
   * @throws StartRefusedException if another process holds it
   */
  @SuppressWarnings("resource") // closing the channel gives the lock back
  public static DataFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new StartRefusedException(
          "data folder "
              + folder
              + ": in use by another process (expected: one server a folder). Stop the other one.");
    }
    return new DataFolder(folder, channel);
  }

  /** Only where everything lies; another process may hold the folder. */
  public static DataFolder lookInto(Path folder) {
    return new DataFolder(folder, null);
  }

  public Path path() {
    return folder;
  }

  public Path store() {
    return folder.resolve("store");
  }

  public Path signedHead() {
    return folder.resolve("signed-head");
  }

  public Path visibleCheckpoint() {
    return folder.resolve("visible-checkpoint");
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  /** Whether a log has lived here. */
  public boolean isUsed() {
    return Files.exists(signedHead()) || Files.exists(store().resolve("CURRENT"));
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
