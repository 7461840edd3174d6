package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.VerifiedEntry;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The three ways to name a leaf; exactly one is given. */
final class LeafChoice {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Choice choice = new Choice();

  /** One of them is set. */
  static final class Choice {
    @Option(names = "--index", paramLabel = "INDEX", description = "The entry at this index.")
    @Nullable Long index;

    @Option(names = "--file", paramLabel = "FILE", description = "The entry with these bytes.")
    @Nullable Path file;

    @Option(
        names = "--leaf-hash",
        paramLabel = "HEX",
        description = "The entry with this leaf hash.")
    @Nullable String leafHash;
  }

  VerifiedInclusion prove(LogClient client) throws LogException, IOException, UsageException {
    if (choice.index != null) {
      VerifiedEntry entry = client.entry(choice.index);
      return client.inclusion(choice.index, entry.leafHash(), entry.head());
    }
    if (choice.file != null) {
      return client.inclusion(TreeHasher.leaf(Files.readAllBytes(choice.file)));
    }
    return client.inclusion(parse(String.valueOf(choice.leafHash)));
  }

  private static Hash parse(String hex) throws UsageException {
    try {
      return Hash.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--leaf-hash: " + e.getMessage());
    }
  }
}
