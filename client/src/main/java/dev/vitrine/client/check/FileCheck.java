package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.NotInLogException;
import dev.vitrine.client.Verdict;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.merkle.Hash;
import dev.vitrine.v1.Subject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks files against one verified head of a log, asked over the network or read from a folder.
 *
 * <pre>{@code
 * FileCheck check = FileCheck.indexed(client, Requirements.NONE, Clock.systemUTC());
 * CheckReport report = check.file(FileDigest.of(path, "setup.exe"));
 * }</pre>
 *
 * <p>One object sees one head: the answers about many files belong together. Not thread-safe.
 */
public final class FileCheck {
  private final LogClient client;
  private final RecordSource source;
  private final Requirements required;
  private final Clock clock;
  private final SignerCheck signers;
  // Files of one update share its record; what is said of it is found out once.
  private final Map<Long, RecordCheck> checked = new HashMap<>();
  private final Map<Long, LoggedRecord> found = new HashMap<>();
  private List<LoggedRecord> hinted = List.of();
  private boolean namedVersion;

  private FileCheck(LogClient client, RecordSource source, Requirements required, Clock clock) {
    this.client = client;
    this.source = source;
    this.required = required;
    this.clock = clock;
    this.signers = new SignerCheck(source);
  }

  /**
   * Finds records by the log's look-up index. Each is proven; that none is withheld is not.
   *
   * @param client of the log
   * @param required beyond being in the log; the head's age is the client's business
   * @param clock tells the age of entries
   * @return a check against the newest head
   * @throws LogException with the verdict, if there is no good head
   */
  public static FileCheck indexed(LogClient client, Requirements required, Clock clock)
      throws LogException {
    return new FileCheck(client, new IndexedRecords(client, client.head()), required, clock);
  }

  /**
   * Reads the whole log first and believes no index.
   *
   * @param client of a log that fits into memory
   * @param required beyond being in the log
   * @param clock tells the age of entries
   * @param progress is told how many entries were read
   * @return a check against the newest head
   * @throws LogException with the verdict
   */
  public static FileCheck scanned(
      LogClient client, Requirements required, Clock clock, LongConsumer progress)
      throws LogException {
    RecordSource source = ScannedRecords.read(client, client.head(), progress);
    return new FileCheck(client, source, required, clock);
  }

  /**
   * Says what a file claims to be, so that a file with other content is called so instead of
   * unknown: with a version, whatever the file's name.
   *
   * @param product the product it belongs to
   * @param version its version; empty for any
   * @return this
   * @throws LogException with the verdict
   */
  public FileCheck expecting(String product, String version) throws LogException {
    hinted =
        source.find(LookupKey.product(product, version)).stream()
            .filter(record -> record.isBuildOf(product, version))
            .toList();
    namedVersion = !version.isEmpty();
    return this;
  }

  /**
   * The head that everything is proven against.
   *
   * @return a verified head
   */
  public VerifiedHead head() {
    return source.head();
  }

  RecordSource source() {
    return source;
  }

  LogClient client() {
    return client;
  }

  /**
   * Checks one file.
   *
   * @param file as received
   * @return what it came to; VERIFIED, NOT IN LOG, DIFFERS FROM LOG, WITHDRAWN or POLICY NOT MET
   * @throws LogException with the verdict, if the log's answers are missing or bad
   */
  public CheckReport file(FileDigest file) throws LogException {
    CheckReport report = byDigest(file);
    if (report.verdict() != Verdict.NOT_IN_LOG) {
      return report;
    }
    try {
      return byName(file);
    } catch (LogUnreachableException | FormatNewerException e) {
      return withoutNames(file, e);
    }
  }

  /** That no record has the digest is answered; only a better word than that could not be had. */
  CheckReport withoutNames(FileDigest file, LogException why) {
    return unknown(
        file,
        CheckReport.about(file)
            .notProven("that the log holds no other file of this name: " + why.getMessage()));
  }

  /** Checks a file by its digest alone; a file with other content is NOT IN LOG to it. */
  CheckReport byDigest(FileDigest file) throws LogException {
    CheckReport.Builder report = CheckReport.about(file);
    List<LoggedRecord> about = about(file.sha256());
    if (about.isEmpty()) {
      return unknown(file, report);
    }
    LoggedRecord newest = about.get(about.size() - 1);
    if (about.size() > 1) {
      report.facts(
          "alsoIn",
          about.subList(0, about.size() - 1).stream()
              .map(record -> "entry %d".formatted(record.index()))
              .toList());
    }
    return record(newest, report, "");
  }

  private List<LoggedRecord> about(Hash sha256) throws LogException {
    return source.find(LookupKey.artifact(sha256)).stream()
        .filter(record -> record.isRelease() && record.subject(sha256).isPresent())
        .toList();
  }

  /** Reports a file that a proven manifest ties to an update's record. */
  CheckReport member(FileDigest file, LoggedRecord update, String how) throws LogException {
    return record(update, CheckReport.about(file), how);
  }

  private CheckReport record(LoggedRecord record, CheckReport.Builder report, String how)
      throws LogException {
    RecordCheck check = checked.get(record.index());
    if (check == null) {
      check = new RecordCheck(record, signers, source, required, clock.instant());
      checked.put(record.index(), check);
      found.put(record.index(), record);
    }
    return check.report(report, how);
  }

  private CheckReport unknown(FileDigest file, CheckReport.Builder report) {
    RecordFacts.head(report, source.head());
    if (!source.isComplete()) {
      report.notProven("that the log holds no such record: its look-up index says so");
    }
    return report.report(
        Verdict.NOT_IN_LOG,
        "no record about %s among the %d entries of %s"
            .formatted(file.name(), source.head().size(), source.head().origin()));
  }

  /**
   * Compares a file that no record is about with what it may claim to be: the product that the
   * caller named, a release that other files were found in, any release with a file of its name.
   *
   * @return DIFFERS FROM LOG, or NOT IN LOG where the log knows nothing of that name
   */
  CheckReport byName(FileDigest file) throws LogException {
    List<LoggedRecord> candidates = new ArrayList<>(found.values());
    candidates.addAll(hinted);
    candidates.addAll(source.named(file.fileName()));
    Optional<LoggedRecord> same =
        candidates.stream()
            .filter(LoggedRecord::isRelease)
            .filter(record -> record.subject(file.fileName()).isPresent())
            .max(Comparator.comparingLong(LoggedRecord::index));
    CheckReport.Builder report = CheckReport.about(file);
    if (same.isPresent()) {
      return differs(report, same.get(), same.get().subject(file.fileName()).orElseThrow());
    }
    if (namedVersion && !hinted.isEmpty()) {
      LoggedRecord release = hinted.get(hinted.size() - 1);
      return differs(report, release, release.statement().subjects().get(0));
    }
    return unknown(file, report);
  }

  private CheckReport differs(CheckReport.Builder report, LoggedRecord release, Subject logged) {
    report.fact("expectedSha256", logged.getDigestOrDefault("sha256", ""));
    RecordFacts.release(report, release);
    RecordFacts.head(report, source.head());
    return report.report(
        Verdict.DIFFERS_FROM_LOG,
        "the log holds a file named %s, and this is not it (entry %d%s)"
            .formatted(logged.getName(), release.index(), RecordFacts.title(release)));
  }

  /**
   * Checks a file that may itself be an entry, byte for byte: a signed record, or anything in a log
   * that takes any bytes.
   *
   * @param file as received
   * @param leafHash the leaf hash of its bytes
   * @return VERIFIED; empty where the log says that it holds no such entry
   * @throws LogException with the verdict
   */
  public Optional<CheckReport> entry(FileDigest file, Hash leafHash) throws LogException {
    VerifiedInclusion inclusion;
    try {
      inclusion = client.inclusion(leafHash);
    } catch (NotInLogException e) {
      return Optional.empty();
    }
    CheckReport.Builder report =
        CheckReport.about(file)
            .fact("index", inclusion.proof().index())
            .fact("leafHash", leafHash.hex());
    RecordFacts.head(report, inclusion.head());
    report.notProven("anything that this entry says: it was only shown to be in the log");
    return Optional.of(
        report.report(
            Verdict.VERIFIED,
            "%s is itself entry %d of %s"
                .formatted(file.name(), inclusion.proof().index(), inclusion.head().origin())));
  }
}
