package dev.vitrine.client.cli;

import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * A private record key in a file: one line {@code VITRINE+RECORD+KEY+<algorithm>+<base64 of the
 * seed>}, readable by its owner only.
 */
final class RecordKeyFile {
  private static final String PREFIX = "VITRINE+RECORD+KEY+";

  private RecordKeyFile() {}

  static SigningKey read(Path file) throws IOException, UsageException {
    String line = Files.readString(file).strip();
    int separator = line.indexOf('+', PREFIX.length());
    try {
      if (line.startsWith(PREFIX) && separator > 0) {
        return SigningKey.ofSeed(
            algorithm(line.substring(PREFIX.length(), separator)),
            Base64.getDecoder().decode(line.substring(separator + 1)));
      }
    } catch (IllegalArgumentException | KeyFormatException e) {
      throw new UsageException(file + ": not a record key (" + e.getMessage() + ")");
    }
    throw new UsageException(file + ": not a record key (expected: one line " + PREFIX + "…)");
  }

  /** Writes a new file; keys are never overwritten. */
  static void write(SigningKey key, Path file) throws IOException {
    String line =
        PREFIX
            + key.algorithm().name().toLowerCase(Locale.ROOT)
            + "+"
            + Base64.getEncoder().encodeToString(key.secretSeed())
            + "\n";
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " exists (expected: a new file; keys are never overwritten)", e);
    }
  }

  private static SignatureAlgorithm algorithm(String name) {
    return SignatureAlgorithm.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
