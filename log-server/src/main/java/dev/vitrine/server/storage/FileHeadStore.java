package dev.vitrine.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One file, replaced whole: write beside it, sync, rename over it, sync the folder. A reader finds
 * the old bytes or the new ones.
 *
 * <p>One writer at a time; the data folder's lock keeps other processes away.
 */
public final class FileHeadStore implements HeadStore {
  private final Path file;
  private final Path temporary;
  private final Consumer<Step> steps;

  /** How far a replacement has come. */
  public enum Step {
    WRITTEN,
    SYNCED,
    RENAMED,
    STORED
  }

  public FileHeadStore(Path file) {
    this(file, step -> {});
  }

  /**
   * A file whose replacement is watched.
   *
   * @param steps told of each step once it is done
   */
  public FileHeadStore(Path file, Consumer<Step> steps) {
    this.file = Objects.requireNonNull(file, "file");
    this.temporary = file.resolveSibling(file.getFileName() + ".new");
    this.steps = Objects.requireNonNull(steps, "steps");
  }

  @Override
  public Optional<byte[]> load() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void store(byte[] signedHead) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(signedHead);
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
    Durable.syncFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    steps.accept(Step.STORED);
  }
}
