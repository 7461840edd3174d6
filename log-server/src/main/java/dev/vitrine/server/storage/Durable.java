package dev.vitrine.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** What a file system must be told so that bytes and names survive power loss. */
public final class Durable {
  private Durable() {}

  /** How far the replacement of a file has come. */
  public enum Step {
    WRITTEN,
    SYNCED,
    RENAMED,
    STORED
  }

  /**
   * Replaces a file whole: a reader, and a start after power loss, find the old bytes or the new
   * ones. Which of the two survives is certain only once {@link #syncFolder} has been called on the
   * file's folder: whoever writes many files does so once, after the last.
   *
   * @param file its sibling named {@code FILE.new} is overwritten
   */
  public static void replace(Path file, byte[] content) throws IOException {
    replace(file, content, step -> {});
  }

  /**
   * Replaces a file, watched.
   *
   * @param steps told of each step up to {@link Step#RENAMED} once it is done
   */
  static void replace(Path file, byte[] content, Consumer<Step> steps) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      steps.accept(Step.WRITTEN);
      channel.force(true);
    }
    steps.accept(Step.SYNCED);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    steps.accept(Step.RENAMED);
  }

  /** Makes the names in a folder durable. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
