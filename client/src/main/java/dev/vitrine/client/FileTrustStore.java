package dev.vitrine.client;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers heads in a folder, one file an origin: {@code HEX(SHA-256(origin)).head} holds the
 * signed note as it came. Readers take no lock, because the file is replaced as a whole (written
 * aside, forced to disk, renamed). Writers hold the lock file of the origin while they compare and
 * replace, so that no process forgets what another has seen.
 */
public final class FileTrustStore implements TrustStore {
  // File locks are held by the process, so threads of one process need a lock of their own.
  private static final Map<Path, Lock> THREADS = new ConcurrentHashMap<>();

  private final Path folder;

  private FileTrustStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * A store in a folder, which is made with its first head.
   *
   * @param folder only this user should be able to write to it
   * @return the store
   */
  public static FileTrustStore in(Path folder) {
    return new FileTrustStore(folder);
  }

  @Override
  public Optional<SignedCheckpoint> newest(String origin) throws IOException {
    Path file = file(origin, "head");
    try {
      SignedCheckpoint head = SignedCheckpoint.parse(Files.readAllBytes(file));
      if (!head.checkpoint().origin().equals(origin)) {
        throw new IOException(
            "%s: head of %s (expected: of %s)".formatted(file, head.checkpoint().origin(), origin));
      }
      return Optional.of(head);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NoteFormatException e) {
      throw new IOException(
          "%s is damaged: %s. Restore it, or delete it to trust the next head that is shown"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public boolean replace(String origin, Optional<SignedCheckpoint> compared, SignedCheckpoint next)
      throws IOException {
    Files.createDirectories(folder);
    Path lockFile = file(origin, "lock");
    Lock threads = THREADS.computeIfAbsent(lockFile, path -> new ReentrantLock());
    threads.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid() || !same(newest(origin), compared)) {
        return false;
      }
      write(file(origin, "head"), next.encode());
      return true;
    } finally {
      threads.unlock();
    }
  }

  private static boolean same(Optional<SignedCheckpoint> a, Optional<SignedCheckpoint> b) {
    return Arrays.equals(
        a.map(SignedCheckpoint::encode).orElse(null), b.map(SignedCheckpoint::encode).orElse(null));
  }

  @Override
  public String keep(ForkEvidence evidence) throws IOException {
    Files.createDirectories(folder);
    byte[] text = evidence.encode().getBytes(StandardCharsets.UTF_8);
    Path file = file(evidence.origin(), sha256(text).substring(0, 16) + ".fork-evidence");
    write(file, text);
    return file.toString();
  }

  private Path file(String origin, String suffix) {
    return folder.resolve(sha256(origin.getBytes(StandardCharsets.UTF_8)) + "." + suffix);
  }

  private void write(Path file, byte[] bytes) throws IOException {
    Path aside = Files.createTempFile(folder, ".writing-", "");
    try {
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
