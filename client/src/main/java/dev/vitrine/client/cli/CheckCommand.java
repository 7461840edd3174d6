package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogClientBuilder;
import dev.vitrine.client.LogException;
import dev.vitrine.client.Verdict;
import dev.vitrine.client.check.CheckReport;
import dev.vitrine.client.check.FileCheck;
import dev.vitrine.client.check.FileDigest;
import dev.vitrine.client.check.FolderCheck;
import dev.vitrine.client.check.Requirements;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.EntryBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine check}: what a log says of files, proven. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Is this file in the log, who signed it, who rebuilt it, is it still good?",
      "A folder is checked file by file, or as one update where the log knows its manifest."
    },
    footer = {
      "",
      "Exit codes: 0 VERIFIED, 10 NOT IN LOG, 11 DIFFERS FROM LOG, 12 WITHDRAWN, 13 LOG FORKED,",
      "14 STALE HEAD, 15 FORMAT NEWER, 16 LOG UNREACHABLE, 17 UNTRUSTED, 18 POLICY NOT MET;",
      "for several files the gravest one."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;
  @Mixin private RequirementOptions requirements;
  @Mixin private OfflineOptions offline;

  @Option(
      names = "--scan",
      description = "Read the whole log and believe no look-up index: nothing can be withheld.")
  private boolean scan;

  @Option(names = "--product", paramLabel = "NAME", description = "The product it claims to be.")
  private @Nullable String product;

  @Option(names = "--of-version", paramLabel = "V", description = "With --product: its version.")
  private String version = "";

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Compare a folder with the newest update of this stream.")
  private @Nullable String stream;

  @Option(names = "--sequence", paramLabel = "N", description = "With --stream: that update.")
  private String sequence = "";

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders as received.")
  private List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (offline.isSigstore()) {
      return print(offline.sigstore(paths), "");
    }
    FileList files = FileList.of(paths, output);
    Requirements required = requirements.read(log.maxAgeSeconds);
    if (offline.isOffline()) {
      return print(offline.check(files.digests(), log.policy(), required, Instant.now()), "");
    }
    LogClientBuilder builder = log.builder(log.address());
    required.maxHeadAge().ifPresent(builder::maxHeadAge);
    try (LogClient client = builder.build()) {
      return print(online(client, files, required), hint(files));
    }
  }

  private List<CheckReport> online(LogClient client, FileList files, Requirements required)
      throws LogException, IOException {
    FileCheck check = start(client, required);
    if (product != null) {
      check.expecting(product, version);
    }
    List<FileDigest> digests = files.digests();
    try (Progress progress = output.progress("files", digests.size())) {
      FolderCheck folder = new FolderCheck(check);
      if (stream != null) {
        return folder.checkUpdate(digests, stream, sequence, progress::at);
      }
      if (digests.size() > 1) {
        return folder.check(digests, progress::at);
      }
    }
    return List.of(single(check, files.path(digests.get(0)), digests.get(0)));
  }

  private FileCheck start(LogClient client, Requirements required) throws LogException {
    if (!scan && !LogOptions.isFolder(orEmpty())) {
      return FileCheck.indexed(client, required, Clock.systemUTC());
    }
    try (Progress progress = output.progress("entries read", 0)) {
      return FileCheck.scanned(client, required, Clock.systemUTC(), progress::at);
    }
  }

  private String orEmpty() {
    try {
      return log.address();
    } catch (UsageException e) {
      return "";
    }
  }

  private static CheckReport single(FileCheck check, Path path, FileDigest file)
      throws LogException, IOException {
    CheckReport report = check.file(file);
    boolean mayBeEntry = file.size() > 0 && file.size() <= EntryBundle.MAX_ENTRY_BYTES;
    if (report.verdict() != Verdict.NOT_IN_LOG || !mayBeEntry) {
      return report;
    }
    Optional<CheckReport> entry = check.entry(file, TreeHasher.leaf(Files.readAllBytes(path)));
    return entry.orElse(report);
  }

  /** What a customer can say of a file that the log does not know by digest or name. */
  private String hint(FileList files) {
    if (product != null || stream != null) {
      return "";
    }
    return files.digests().size() > 1
        ? "if these are the files of an update, pass --stream NAME: then altered and missing ones are named"
        : "if you know what it claims to be, pass --product NAME --of-version V: then an altered file is told from an unknown one";
  }

  private int print(List<CheckReport> reports, String hint) {
    CheckTable.print(reports, hint, output);
    return FolderCheck.worst(reports).exitCode();
  }
}
