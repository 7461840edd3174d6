package dev.vitrine.client.cli;

import dev.vitrine.client.VkeyPolicy;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whose signatures count. */
final class Policies {
  private Policies() {}

  static Policy read(Optional<Path> file, List<String> vkeys) throws UsageException, IOException {
    if (file.isPresent() && !vkeys.isEmpty()) {
      throw new UsageException("both --policy and --vkey given (expected: one of them)");
    }
    if (!vkeys.isEmpty()) {
      return ofVkeys(vkeys);
    }
    return ofFile(file.isPresent() ? file.get() : fromEnvironment());
  }

  private static Path fromEnvironment() throws UsageException {
    String named = System.getenv("VITRINE_POLICY");
    if (named == null || named.isEmpty()) {
      throw new UsageException(
          "no key to believe (expected: --policy FILE, --vkey VKEY, or VITRINE_POLICY). The log's operator publishes"
              + " its vkey; take it from a place that is not the log itself");
    }
    return Path.of(named);
  }

  private static Policy ofFile(Path file) throws UsageException, IOException {
    try {
      return Policy.parse(WholeFile.read(file));
    } catch (PolicyFormatException e) {
      throw new UsageException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static Policy ofVkeys(List<String> vkeys) throws UsageException, IOException {
    List<String> keys = new ArrayList<>();
    for (String vkey : vkeys) {
      keys.addAll(vkey.contains("+") ? List.of(vkey) : Files.readAllLines(Path.of(vkey)));
    }
    keys.removeIf(String::isBlank);
    try {
      return VkeyPolicy.of(keys);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--vkey: " + e.getMessage());
    }
  }
}
