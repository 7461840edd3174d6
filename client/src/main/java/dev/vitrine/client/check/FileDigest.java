package dev.vitrine.client.check;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A file as it was received.
 *
 * @param name as the caller names it, with {@code /} between parts
 * @param size in bytes
 * @param sha256 digest of its content
 */
public record FileDigest(String name, long size, Hash sha256) {
  /** Checks that nothing is missing. */
  public FileDigest {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }

  /**
   * Hashes a file.
   *
   * @param file a regular file
   * @param name what to call it
   * @return its digest
   * @throws IOException if it cannot be read
   */
  public static FileDigest of(Path file, String name) throws IOException {
    MessageDigest digest = Digests.newSha256();
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    // Not a channel: the JDK opens sockets when it loads what channels need.
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
    }
    return new FileDigest(name, size, Hash.of(digest.digest()));
  }

  /** The part of the name after the last slash. */
  String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
