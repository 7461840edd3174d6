package dev.vitrine.client.cli;

import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
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
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine keygen}: a key pair for signed notes. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description =
        "Make a key pair: the private key goes to a file only you can read, the public one is printed.")
final class KeygenCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The key's name: for a log its origin, a URL without scheme.")
  private String name;

  @Option(
      names = "--type",
      defaultValue = "ED25519",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private KeyType type;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the private key goes; must not exist.")
  private Path out;

  /** The types a person can ask for. */
  enum KeyType {
    /** A log's Ed25519 signature, 0x01. */
    ED25519,
    /** A witness's Ed25519 cosignature with a time, 0x04. */
    ED25519_COSIGNATURE,
    /** ML-DSA-44 with a time, for logs and witnesses, 0x06. */
    ML_DSA_44
  }

  @Override
  public Integer call() throws Exception {
    SignerKey key = SignerKey.generate(name, signatureType());
    write(key.encodePrivate() + "\n");
    output.print(
        Answer.of("DONE", "made a key pair for " + name)
            .fact("vkey", key.verifierKey().toString())
            .fact("privateKeyFile", out.toString()));
    return 0;
  }

  private SignatureType signatureType() {
    return switch (type) {
      case ED25519 -> SignatureType.ED25519;
      case ED25519_COSIGNATURE -> SignatureType.ED25519_COSIGNATURE;
      case ML_DSA_44 -> SignatureType.ML_DSA_44_COSIGNATURE;
    };
  }

  private void write(String secret) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel file =
        Files.newByteChannel(
            out, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "%s exists (expected: a new file; keys are never overwritten)".formatted(out), e);
    }
  }
}
