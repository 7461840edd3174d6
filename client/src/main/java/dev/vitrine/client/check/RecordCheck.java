package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The verdict on one release, the same for each of its files. */
final class RecordCheck {
  private final LoggedRecord record;
  private final RecordSource source;
  private final Requirements required;
  private final Companions companions;
  private final List<String> signers;
  private final CheckReport.Builder gaps = new CheckReport.Builder("");
  private final List<String> missing;

  RecordCheck(
      LoggedRecord record,
      SignerCheck signerCheck,
      RecordSource source,
      Requirements required,
      Instant now)
      throws LogException {
    this.record = record;
    this.source = source;
    this.required = required;
    this.signers = signerCheck.describe(record, gaps);
    this.companions = Companions.of(record, source, signerCheck);
    Optional<Instant> since =
        record.statement().common().getBackfill()
            ? Optional.empty()
            : Optional.of(record.issuedAt());
    this.missing = RequirementCheck.missing(required, record, companions, since, now);
  }

  /**
   * Completes a report.
   *
   * @param how by which steps the file belongs to the record; empty where the record names it
   */
  CheckReport report(CheckReport.Builder report, String how) {
    RecordFacts.release(report, record);
    report.facts("signers", signers).fact("through", how);
    RecordFacts.companions(report, companions);
    companions.doubts().forEach(report::notProven);
    RecordFacts.head(report, source.head());
    report.fact("requirementsMissing", missing.isEmpty() ? "" : String.join("; ", missing));
    gaps.report(Verdict.VERIFIED, "").notProven().forEach(report::notProven);
    if (!source.isComplete()) {
      report.notProven(
          "that no other withdrawal, rebuild or countersignature exists: the log's look-up index names none");
    }
    if (!required.minEntryAge().isZero()) {
      report.notProven("the entry's age: it is counted from the time in the signed record");
    }
    report.notProven(
        "that the file is harmless: a log shows what was published, not that it is good");
    return verdict(report);
  }

  private CheckReport verdict(CheckReport.Builder report) {
    if (!companions.withdrawals().isEmpty() && required.refuseWithdrawn()) {
      return report.report(
          Verdict.WITHDRAWN,
          "entry %d is withdrawn: %s"
              .formatted(
                  record.index(),
                  RecordFacts.withdrawn(companions, companions.withdrawals().get(0))));
    }
    if (!missing.isEmpty()) {
      return report.report(
          Verdict.POLICY_NOT_MET,
          "entry %d is in the log, and your policy asks for more: %s"
              .formatted(record.index(), String.join("; ", missing)));
    }
    return report.report(
        Verdict.VERIFIED,
        "entry %d of %s, signed by %s%s"
            .formatted(
                record.index(),
                source.head().origin(),
                String.join(" and ", signers),
                RecordFacts.bad(companions)));
  }
}
