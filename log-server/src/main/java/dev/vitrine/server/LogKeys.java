package dev.vitrine.server;

import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.storage.Durable;
import dev.vitrine.server.storage.StartRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The log's two key pairs. Their name is the log's origin. */
final class LogKeys {
  private static final String ED25519_FILE = "log-ed25519.key";
  private static final String ML_DSA_FILE = "log-ml-dsa-44.key";
  private static final int ORIGIN_RANDOM_BYTES = 4;
  private static final Set<PosixFilePermission> FOR_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final SignerKey ed25519;
  private final SignerKey mlDsa;

  private LogKeys(SignerKey ed25519, SignerKey mlDsa) {
    this.ed25519 = ed25519;
    this.mlDsa = mlDsa;
  }

  /**
   * Reads the keys; makes them for a folder in which no log has lived.
   *
   * @param wanted the configured origin
   * @throws StartRefusedException if keys are missing, readable by others, or of another origin
   */
  static LogKeys open(Path folder, Optional<String> wanted, boolean used) throws IOException {
    Path first = folder.resolve(ED25519_FILE);
    Path second = folder.resolve(ML_DSA_FILE);
    if (used && !(Files.exists(first) && Files.exists(second))) {
      throw new StartRefusedException(
          "key file "
              + (Files.exists(first) ? second : first)
              + ": missing, but a log lives here (expected: the keys it has signed with)."
              + " Restore the file; new keys would make another log.");
    }
    Files.createDirectories(folder, attribute("rwx------"));
    SignerKey ed25519 = readOrMake(first, origin(wanted, second), SignatureType.ED25519);
    SignerKey mlDsa = readOrMake(second, ed25519.name(), SignatureType.ML_DSA_44_COSIGNATURE);
    requireOneName(ed25519, mlDsa, wanted);
    return new LogKeys(ed25519, mlDsa);
  }

  String origin() {
    return ed25519.name();
  }

  CheckpointSigner signer() {
    return new CheckpointSigner(ed25519, mlDsa);
  }

  List<VerifierKey> verifierKeys() {
    return List.of(ed25519.verifierKey(), mlDsa.verifierKey());
  }

  private static void requireOneName(SignerKey one, SignerKey other, Optional<String> wanted)
      throws StartRefusedException {
    if (!one.name().equals(other.name())) {
      throw new StartRefusedException(
          "key names: "
              + one.name()
              + " and "
              + other.name()
              + " (expected: one name, the origin)");
    }
    if (wanted.isPresent() && !wanted.get().equals(one.name())) {
      throw new StartRefusedException(
          "origin: "
              + wanted.get()
              + " (expected: "
              + one.name()
              + ", the name of the log's keys). A log keeps its origin for life; use another data"
              + " folder for another log.");
    }
  }

  /** Unique without configuration, so that two logs made by chance never share a name. */
  private static String origin(Optional<String> wanted, Path otherKey) throws IOException {
    if (wanted.isPresent()) {
      return wanted.get();
    }
    if (Files.exists(otherKey)) {
      return read(otherKey, SignatureType.ML_DSA_44_COSIGNATURE).name();
    }
    byte[] random = new byte[ORIGIN_RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return "localhost/vitrine/" + HexFormat.of().formatHex(random);
  }

  private static SignerKey readOrMake(Path file, String origin, SignatureType type)
      throws IOException {
    if (Files.exists(file)) {
      return read(file, type);
    }
    try {
      SignerKey key = SignerKey.generate(origin, type);
      write(file, key.encodePrivate() + "\n");
      Event.KEY_CREATED
          .info()
          .addKeyValue("file", file)
          .addKeyValue("origin", origin)
          .addKeyValue("type", type)
          .log();
      return key;
    } catch (NoteFormatException e) {
      throw new StartRefusedException("origin: " + origin + ": " + e.getMessage(), e);
    }
  }

  private static SignerKey read(Path file, SignatureType type) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(FOR_OTHERS::contains)) {
      throw new StartRefusedException(
          "key file "
              + file
              + ": mode "
              + PosixFilePermissions.toString(permissions)
              + " (expected: rw-------). Run chmod 600 on it, and ask who has read it.");
    }
    try {
      SignerKey key = SignerKey.parse(Files.readString(file, StandardCharsets.UTF_8).strip());
      if (key.algorithm() != type) {
        throw new StartRefusedException(
            "key file " + file + ": type " + key.algorithm() + " (expected: " + type + ")");
      }
      return key;
    } catch (NoteFormatException e) {
      // The message of the cause might quote the key.
      throw new StartRefusedException("key file " + file + ": not a private key of a log");
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, attribute("rw-------"));
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Durable.syncFolder(folder);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> attribute(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
