package dev.vitrine.client.cli;

import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/** The public half of a record key in a file: PEM, as other tools read and write it. */
final class RecordPublicKey {
  private static final int LINE_LENGTH = 64;

  private RecordPublicKey() {}

  static VerifyingKey read(Path file) throws IOException, UsageException {
    try {
      return VerifyingKey.ofPem(Files.readString(file));
    } catch (KeyFormatException e) {
      throw new UsageException(
          file
              + ": no public key that can sign records (expected: PEM, -----BEGIN PUBLIC KEY-----): "
              + e.getMessage());
    }
  }

  /** Writes a new file. */
  static void write(VerifyingKey key, Path file) throws IOException {
    String base64 =
        Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.spki());
    Files.writeString(
        file,
        "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n",
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
  }
}
