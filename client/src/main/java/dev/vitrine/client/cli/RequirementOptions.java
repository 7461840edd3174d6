package dev.vitrine.client.cli;

import dev.vitrine.client.check.Requirements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of an entry beyond its being in the log: by a file, by options, by both. */
final class RequirementOptions {
  @Option(
      names = "--require",
      paramLabel = "FILE",
      description =
          "Requirements, one a line: max-head-age 24h, min-entry-age 15m, rebuilders 2 independent, countersign SOURCE_MATCHES, withdrawn refuse|accept.")
  private @Nullable Path file;

  @Option(
      names = "--min-age",
      paramLabel = "15m",
      description = "Refuse younger entries, unless their vendor marked them emergency.")
  private @Nullable String minAge;

  @Option(
      names = "--rebuilders",
      paramLabel = "N",
      description = "So many rebuilders must have found it GOOD.")
  private @Nullable Integer rebuilders;

  @Option(names = "--independent", description = "The vendor's own rebuilders do not count.")
  private boolean independent;

  @Option(
      names = "--countersign",
      paramLabel = "STATEMENT",
      description = "It must be countersigned, for example SOURCE_MATCHES. May be repeated.")
  private List<String> countersign = new ArrayList<>();

  @Option(names = "--accept-withdrawn", description = "Report withdrawals without refusing.")
  private boolean acceptWithdrawn;

  Requirements read(@Nullable Integer maxAgeSeconds) throws UsageException, IOException {
    try {
      Requirements required =
          file == null
              ? Requirements.NONE
              : Requirements.parse(new String(WholeFile.read(file), StandardCharsets.UTF_8));
      if (maxAgeSeconds != null) {
        required = required.withMaxHeadAge(Duration.ofSeconds(maxAgeSeconds));
      }
      if (minAge != null) {
        required = required.withMinEntryAge(Requirements.duration(minAge));
      }
      if (rebuilders != null || independent) {
        required =
            required.withRebuilders(
                rebuilders != null ? rebuilders : Math.max(1, required.rebuilders()),
                independent || required.independentOnly());
      }
      for (String statement : countersign) {
        required = required.withCountersignature(statement);
      }
      return acceptWithdrawn ? required.withWithdrawnRefused(false) : required;
    } catch (IllegalArgumentException e) {
      throw new UsageException("requirements: " + e.getMessage());
    }
  }
}
