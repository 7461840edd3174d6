package dev.vitrine.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  private final Consumer<Durable.Step> steps;

  public FileHeadStore(Path file) {
    this(file, step -> {});
  }

  /**
   * A file whose replacement is watched.
   *
   * @param steps told of each step once it is done
   */
  public FileHeadStore(Path file, Consumer<Durable.Step> steps) {
    this.file = Objects.requireNonNull(file, "file");
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
    Durable.replace(file, signedHead, steps);
    Durable.syncFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    steps.accept(Durable.Step.STORED);
  }
}
