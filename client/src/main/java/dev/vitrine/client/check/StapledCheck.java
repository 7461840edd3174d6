package dev.vitrine.client.check;

import dev.vitrine.client.DiffersFromLogException;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogException;
import dev.vitrine.client.OfflineProof;
import dev.vitrine.client.StaleHeadException;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.client.Verdict;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.policy.Policy;
import dev.vitrine.record.Envelope.EnvelopeSignature;
import dev.vitrine.record.FileProof;
import dev.vitrine.record.ManifestFile;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.v1.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks files against a {@link StapledBundle}: file → manifest → record → log. No network. */
public final class StapledCheck {
  private final StapledBundle bundle;
  private final LoggedRecord record;
  private final OfflineProof proven;

  private StapledCheck(StapledBundle bundle, LoggedRecord record, OfflineProof proven) {
    this.bundle = bundle;
    this.record = record;
    this.proven = proven;
  }

  /**
   * Verifies that a bundle's record is in a log that the policy accepts.
   *
   * @param bundle as shipped
   * @param policy whose signatures count
   * @return a check of files
   * @throws LogException with the verdict
   */
  public static StapledCheck verify(StapledBundle bundle, Policy policy) throws LogException {
    OfflineProof proven = OfflineProof.verify(bundle.proof(), bundle.leafHash(), policy);
    return new StapledCheck(bundle, parse(proven.index(), bundle.record()), proven);
  }

  private static LoggedRecord parse(long index, byte[] entry) throws LogException {
    LoggedRecord record;
    try {
      record = LoggedRecord.parse(index, entry);
    } catch (RecordFormatException e) {
      if (e.isNewerFormat()) {
        throw new FormatNewerException("record in the bundle: " + e.getMessage(), e);
      }
      throw new UntrustedException("the bundle's entry is no record: " + e.getMessage(), e);
    }
    if (!record.isRelease()) {
      throw new UntrustedException(
          "the bundle's record is a %s (expected: a build or a detection update)"
              .formatted(record.statement().kind().id()));
    }
    return record;
  }

  /**
   * Where the record is, and who signed the head.
   *
   * @return what is proven
   */
  public OfflineProof proven() {
    return proven;
  }

  /**
   * Returns where the file is what the record is about, or one of the update's files.
   *
   * @param file as received
   * @throws DiffersFromLogException if it is not
   * @throws UntrustedException if the bundle's steps do not lead to its record
   */
  public void verifyFile(FileDigest file) throws DiffersFromLogException, UntrustedException {
    if (record.subject(file.sha256()).isPresent()) {
      return;
    }
    Optional<Hash> root = record.manifestRoot();
    if (root.isPresent() && bundle.file().isPresent()) {
      verifyStep(bundle.file().get(), root.get(), file);
    } else if (root.isPresent() && bundle.manifest().isPresent()) {
      verifyManifest(root.get(), file);
    } else {
      throw differs(file, record.statement().subjects().stream().map(Subject::getName).toList());
    }
  }

  private void verifyStep(FileProof step, Hash root, FileDigest file)
      throws DiffersFromLogException, UntrustedException {
    try {
      step.verify(root);
    } catch (ProofException e) {
      throw new UntrustedException(
          "the bundle's file is not in the update's manifest: " + e.getMessage(), e);
    }
    if (!step.file().sha256().equals(file.sha256())) {
      throw differs(file, List.of(step.file().path()));
    }
  }

  private void verifyManifest(Hash root, FileDigest file)
      throws DiffersFromLogException, UntrustedException {
    Hash computed = bundle.manifest().orElseThrow().root();
    if (!computed.equals(root)) {
      throw new UntrustedException(
          "root of the bundle's manifest: %s (expected: %s)".formatted(computed, root));
    }
    List<ManifestFile> files = bundle.manifest().orElseThrow().files();
    if (files.stream().noneMatch(f -> f.sha256().equals(file.sha256()))) {
      throw differs(file, files.stream().map(ManifestFile::path).limit(3).toList());
    }
  }

  private DiffersFromLogException differs(FileDigest file, List<String> about) {
    return new DiffersFromLogException(
        Plain.text(
            "%s has SHA-256 %s; the record at entry %d is about %s with other content"
                .formatted(file.name(), file.sha256(), record.index(), about)));
  }

  /**
   * Checks a file and reports in words.
   *
   * @param file as received
   * @param required what can be seen offline of it: ages. Rebuilds and countersignatures come after
   *     the record and are in no bundle, so requiring them is not met
   * @param now the time
   * @return VERIFIED or POLICY NOT MET
   * @throws LogException with any other verdict
   */
  public CheckReport report(FileDigest file, Requirements required, Instant now)
      throws LogException {
    verifyFile(file);
    requireFresh(required, now);
    CheckReport.Builder report =
        new CheckReport.Builder(file.name())
            .fact("file", file.name())
            .fact("fileSize", file.size())
            .fact("sha256", file.sha256().hex());
    RecordFacts.release(report, record);
    report.facts(
        "signers", record.envelope().signatures().stream().map(StapledCheck::words).toList());
    report.fact("through", bundle.steps());
    RecordFacts.signatures(report, proven.origin(), proven.size(), proven.signatures());
    gaps(report);
    List<String> missing = missing(required, now);
    return missing.isEmpty()
        ? report.report(
            Verdict.VERIFIED,
            "%s is in entry %d of %s".formatted(file.name(), record.index(), proven.origin()))
        : report.report(
            Verdict.POLICY_NOT_MET,
            "entry %d is in the log, and your policy asks for more: %s"
                .formatted(record.index(), String.join("; ", missing)));
  }

  private static String words(EnvelopeSignature signature) {
    return "key " + SignerCheck.shorten(signature.keyId());
  }

  private void requireFresh(Requirements required, Instant now) throws StaleHeadException {
    Optional<Duration> limit = required.maxHeadAge();
    if (limit.isPresent()) {
      Optional<Instant> newest = proven.signatures().newest();
      if (newest.isEmpty() || newest.get().isBefore(now.minus(limit.get()))) {
        throw new StaleHeadException(
            "newest signature on the head in the bundle: %s (expected: at most %s old)"
                .formatted(newest.map(Instant::toString).orElse("none with a time"), limit.get()));
      }
    }
  }

  private List<String> missing(Requirements required, Instant now) {
    Requirements seen = required;
    // A witness that cosigned the head at some time has seen the entry by then.
    Optional<Instant> since =
        proven.signatures().witnesses().stream()
            .flatMap(signer -> signer.time().stream())
            .max(Instant::compareTo);
    List<String> missing =
        new java.util.ArrayList<>(RequirementCheck.age(seen, record, since, now));
    if (required.rebuilders() > 0) {
      missing.add(
          "rebuilders: not known offline (expected: at least %d)".formatted(required.rebuilders()));
    }
    required
        .countersignatures()
        .forEach(s -> missing.add("countersignature %s: not known offline".formatted(s)));
    return missing;
  }

  private static void gaps(CheckReport.Builder report) {
    report
        .notProven(
            "who holds the keys that signed the record: the log admitted them, and no connection was made")
        .notProven("that it has not been withdrawn since: no connection was made")
        .notProven(
            "what rebuilders and supervisors said of it: that comes after the record, and no connection was made")
        .notProven(
            "that the file is harmless: a log shows what was published, not that it is good");
  }
}
