package dev.vitrine.client.cli;

import dev.vitrine.client.LogException;
import dev.vitrine.client.OfflineProof;
import dev.vitrine.client.check.CheckReport;
import dev.vitrine.client.check.FileDigest;
import dev.vitrine.client.check.Requirements;
import dev.vitrine.client.check.SigstoreCheck;
import dev.vitrine.client.check.StapledBundle;
import dev.vitrine.client.check.StapledCheck;
import dev.vitrine.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Checks without any network: with a stapled bundle, a bare proof, or a Sigstore bundle. */
final class OfflineOptions {
  @Option(names = "--offline", description = "Open no connection. Needs --proof.")
  private boolean offline;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "With --offline: a stapled bundle, or a .tlog-proof.")
  private @Nullable Path proof;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "With a .tlog-proof: the entry that it proves, which names the file.")
  private @Nullable Path record;

  @Option(
      names = "--sigstore-bundle",
      paramLabel = "FILE",
      description = "Verify the Rekor proof in a Sigstore bundle instead. Opens no connection.")
  private @Nullable Path sigstoreBundle;

  @Option(
      names = "--trusted-root",
      paramLabel = "FILE",
      description = "With --sigstore-bundle: Sigstore's trusted_root.json.")
  private @Nullable Path trustedRoot;

  boolean isSigstore() {
    return sigstoreBundle != null;
  }

  boolean isOffline() throws UsageException {
    if (offline != (proof != null)) {
      throw new UsageException("--offline and --proof (expected: both or neither)");
    }
    return offline;
  }

  List<CheckReport> check(List<FileDigest> files, Policy policy, Requirements required, Instant now)
      throws LogException, IOException, UsageException {
    byte[] bytes = WholeFile.read(java.util.Objects.requireNonNull(proof));
    StapledBundle bundle =
        StapledBundle.isBundle(bytes) ? StapledBundle.parse(bytes) : ofProof(bytes);
    StapledCheck check = StapledCheck.verify(bundle, policy);
    List<CheckReport> reports = new ArrayList<>();
    for (FileDigest file : files) {
      reports.add(
          files.size() == 1 ? check.report(file, required, now) : row(check, file, required, now));
    }
    return reports;
  }

  /** One file of many: that one differs does not end the others. */
  private static CheckReport row(
      StapledCheck check, FileDigest file, Requirements required, Instant now) {
    try {
      return check.report(file, required, now);
    } catch (LogException e) {
      return CheckReport.failed(file, e);
    }
  }

  private StapledBundle ofProof(byte[] bytes) throws LogException, IOException, UsageException {
    if (record == null) {
      throw new UsageException(
          "--proof is a bare .tlog-proof (expected: a stapled bundle, or --record FILE with the entry that it proves;"
              + " `vitrine proof verify` checks a file that is itself the entry)");
    }
    return StapledBundle.of(WholeFile.read(record), OfflineProof.parse(bytes));
  }

  List<CheckReport> sigstore(List<Path> files) throws LogException, IOException, UsageException {
    if (trustedRoot == null || files.size() != 1) {
      throw new UsageException(
          "--sigstore-bundle (expected: --trusted-root FILE and one file to check)");
    }
    return List.of(
        SigstoreCheck.verify(
            WholeFile.read(java.util.Objects.requireNonNull(sigstoreBundle)),
            WholeFile.read(trustedRoot),
            FileDigest.of(files.get(0), String.valueOf(files.get(0).getFileName()))));
  }
}
