package dev.vitrine.server;

import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The log's public keys as a C2SP tlog-policy without witnesses, for whoever sits beside the log.
 * It is made from the keys at each start; nothing reads it back.
 */
final class LogPolicyFile {
  static final String NAME = "log.policy";

  private LogPolicyFile() {}

  /** Writes {@code log.policy} into the data folder and returns its path. */
  static Path write(Path dataFolder, List<VerifierKey> keys) throws IOException {
    StringBuilder policy = new StringBuilder();
    keys.forEach(key -> policy.append("log ").append(key).append('\n'));
    policy.append("quorum none\n");
    Path file = dataFolder.resolve(NAME);
    Path fresh = dataFolder.resolve(NAME + ".new");
    Files.writeString(fresh, policy);
    return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
