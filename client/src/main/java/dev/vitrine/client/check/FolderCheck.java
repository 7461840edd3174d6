package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.client.Verdict;
import dev.vitrine.crypto.Sha256;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.ManifestFile;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Checks the files of a folder: as one detection update where the log holds a manifest for them,
 * else one by one.
 */
public final class FolderCheck {
  /** A manifest of a million files with long paths; more is refused. */
  private static final int MAX_MANIFEST_BYTES = 256 << 20;

  /** Files whose look-ups are under way together. */
  private static final int CHUNK = 128;

  private final FileCheck check;

  /**
   * Makes a check of folders.
   *
   * @param check of files, against one head
   */
  public FolderCheck(FileCheck check) {
    this.check = check;
  }

  /**
   * Checks files. What goes wrong with one of them is its verdict, and the others are checked all
   * the same.
   *
   * @param files named by their paths in the folder
   * @param done is told how many files are done
   * @return one report a file, in the order of the files
   */
  public List<CheckReport> check(List<FileDigest> files, IntConsumer done) {
    Optional<LoggedRecord> whole = Optional.empty();
    Optional<LogException> doubt = Optional.empty();
    try {
      whole = wholeUpdate(files);
    } catch (LogException e) {
      doubt = Optional.of(e);
    }
    if (whole.isPresent()) {
      return members(files, whole.get(), done);
    }
    return oneByOne(files, doubt, done);
  }

  private List<CheckReport> members(List<FileDigest> files, LoggedRecord whole, IntConsumer done) {
    OneByOne all = new OneByOne(Optional.empty());
    String how = "manifest root of all %d files".formatted(files.size());
    List<CheckReport> reports = new ArrayList<>(files.size());
    for (FileDigest file : files) {
      reports.add(all.check(file, () -> check.member(file, whole, how)));
      done.accept(reports.size());
    }
    return reports;
  }

  private List<CheckReport> oneByOne(
      List<FileDigest> files, Optional<LogException> doubt, IntConsumer done) {
    OneByOne all = new OneByOne(doubt);
    List<CheckReport> reports = new ArrayList<>(files.size());
    for (FileDigest file : files) {
      if (reports.size() % CHUNK == 0 && all.isAsking()) {
        prefetch(files, reports.size(), f -> LookupKey.artifact(f.sha256()));
      }
      reports.add(all.check(file, () -> check.byDigest(file)));
      done.accept(reports.size());
    }
    compareByName(files, reports);
    return reports;
  }

  /** With all files seen, the unknown ones are compared with the releases that were found. */
  private void compareByName(List<FileDigest> files, List<CheckReport> reports) {
    List<Integer> unknown =
        IntStream.range(0, files.size())
            .filter(i -> reports.get(i).verdict() == Verdict.NOT_IN_LOG)
            .boxed()
            .toList();
    List<FileDigest> named = unknown.stream().map(files::get).toList();
    int silent = 0;
    for (int i = 0; i < named.size() && silent < OneByOne.SILENT_IN_A_ROW; i++) {
      if (i % CHUNK == 0) {
        prefetch(named, i, f -> LookupKey.fileName(f.fileName()));
      }
      CheckReport report;
      try {
        report = check.byName(named.get(i));
        silent = 0;
      } catch (LogUnreachableException | FormatNewerException e) {
        report = check.withoutNames(named.get(i), e);
        silent++;
      } catch (LogException e) {
        report = CheckReport.failed(named.get(i), e);
      }
      reports.set(unknown.get(i), report);
    }
  }

  private void prefetch(List<FileDigest> files, int from, Function<FileDigest, LookupKey> key) {
    List<FileDigest> chunk = files.subList(from, Math.min(files.size(), from + CHUNK));
    check.source().prefetch(chunk.stream().map(key).toList());
  }

  /** The newest update whose manifest names exactly these files. */
  private Optional<LoggedRecord> wholeUpdate(List<FileDigest> files) throws LogException {
    Manifest manifest;
    try {
      manifest =
          Manifest.of(
              files.stream().map(f -> new ManifestFile(f.name(), f.size(), f.sha256())).toList());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Names that no manifest can hold are in no update.
    }
    Hash root = manifest.root();
    LookupKey key = LookupKey.document(Hash.of(Sha256.digest(manifest.encode())));
    return check.source().find(key).stream()
        .filter(record -> record.manifestRoot().equals(Optional.of(root)))
        .reduce((older, newer) -> newer);
  }

  /**
   * Checks files against an update of a stream, file by file through the update's manifest, which
   * the log serves as a document. Where update or manifest cannot be had, each file is checked
   * alone.
   *
   * @param files named by their paths in the update
   * @param stream the stream's name
   * @param sequence decimal; empty for the newest
   * @param done is told how many files are done
   * @return one report a file, then one for each file that is missing; or one that says that there
   *     is no such update
   */
  public List<CheckReport> checkUpdate(
      List<FileDigest> files, String stream, String sequence, IntConsumer done) {
    try {
      Optional<LoggedRecord> update = find(stream, sequence);
      return update.isEmpty()
          ? List.of(noUpdate(stream, sequence))
          : checkUpdate(files, update.get(), manifest(update.get()), done);
    } catch (LogException e) {
      return oneByOne(files, Optional.of(e), done);
    }
  }

  private Optional<LoggedRecord> find(String stream, String sequence) throws LogException {
    return check.source().find(LookupKey.stream(stream, sequence)).stream()
        .filter(record -> record.manifestRoot().isPresent())
        .filter(record -> record.statement().common().getStream().equals(stream))
        .filter(
            record ->
                sequence.isEmpty()
                    || Long.toString(record.statement().common().getSequence()).equals(sequence))
        .reduce((older, newer) -> newer);
  }

  private List<CheckReport> checkUpdate(
      List<FileDigest> files, LoggedRecord update, Manifest manifest, IntConsumer done) {
    OneByOne all = new OneByOne(Optional.empty());
    List<CheckReport> reports = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Map<String, ManifestFile> byPath = new HashMap<>();
    manifest.files().forEach(f -> byPath.put(f.path(), f));
    for (FileDigest file : files) {
      seen.add(file.name());
      reports.add(all.check(file, () -> inUpdate(file, update, byPath)));
      done.accept(reports.size());
    }
    for (ManifestFile expected : manifest.files()) {
      if (!seen.contains(expected.path())) {
        reports.add(missing(expected, update));
      }
    }
    return reports;
  }

  private CheckReport noUpdate(String stream, String sequence) {
    return new CheckReport.Builder(stream)
        .fact("stream", stream)
        .report(
            Verdict.NOT_IN_LOG, "no update %s of stream %s in the log".formatted(sequence, stream));
  }

  private Manifest manifest(LoggedRecord update) throws LogException {
    DetectionUpdate predicate = (DetectionUpdate) update.statement().predicate();
    Evidence named = predicate.getFiles().getManifest();
    Hash digest = Hash.ofHex(named.getSha256());
    // As large as the signed record says, so that a log cannot fill the memory with another one.
    int size = (int) Math.max(1, Math.min(MAX_MANIFEST_BYTES, named.getSize()));
    try {
      Manifest manifest = Manifest.parse(check.client().document(digest, size));
      if (!manifest.root().equals(update.manifestRoot().orElseThrow())) {
        throw new UntrustedException(
            "manifest of entry %d: root %s (expected: %s)"
                .formatted(update.index(), manifest.root(), update.manifestRoot().orElseThrow()));
      }
      return manifest;
    } catch (RecordFormatException e) {
      throw new UntrustedException(
          "manifest of entry %d: %s".formatted(update.index(), e.getMessage()), e);
    }
  }

  private CheckReport inUpdate(
      FileDigest file, LoggedRecord update, Map<String, ManifestFile> manifest)
      throws LogException {
    ManifestFile named = manifest.get(file.name());
    if (named == null) {
      return check.file(file);
    }
    if (!named.sha256().equals(file.sha256())) {
      return new CheckReport.Builder(file.name())
          .fact("file", file.name())
          .fact("sha256", file.sha256().hex())
          .fact("expectedSha256", named.sha256().hex())
          .fact("index", update.index())
          .report(
              Verdict.DIFFERS_FROM_LOG,
              "the update at entry %d holds a file %s, and this is not it"
                  .formatted(update.index(), file.name()));
    }
    return check.member(file, update, "manifest of %d files".formatted(manifest.size()));
  }

  private static CheckReport missing(ManifestFile expected, LoggedRecord update) {
    return new CheckReport.Builder(expected.path())
        .fact("file", expected.path())
        .fact("missing", true)
        .fact("expectedSha256", expected.sha256().hex())
        .fact("index", update.index())
        .report(
            Verdict.DIFFERS_FROM_LOG,
            "the update at entry %d holds a file %s, and it is missing here"
                .formatted(update.index(), expected.path()));
  }

  /**
   * The gravest verdict of many.
   *
   * @param reports any number
   * @return VERIFIED for none
   */
  public static Verdict worst(List<CheckReport> reports) {
    Verdict worst = Verdict.VERIFIED;
    for (CheckReport report : reports) {
      worst = worst.graver(report.verdict());
    }
    return worst;
  }
}
