package dev.vitrine.client.check;

import dev.vitrine.client.HeadSignatures;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.Withdrawal;
import java.util.ArrayList;
import java.util.List;

/** The facts of a report, in one wording for online and offline checks. */
final class RecordFacts {
  private RecordFacts() {}

  /** What the record says of itself. */
  static void release(CheckReport.Builder report, LoggedRecord record) {
    report.fact("record", record.statement().kind().id());
    if (record.statement().predicate() instanceof Build build) {
      build(report, build);
    } else if (record.statement().predicate() instanceof DetectionUpdate update) {
      update(report, update);
    }
    String stream = record.statement().common().getStream();
    report.fact("stream", stream);
    if (!stream.isEmpty()) {
      report.fact("sequence", record.statement().common().getSequence());
    }
    report
        .fact("issuedAt", record.issuedAt().toString())
        .fact("index", record.index())
        .fact("leafHash", record.leafHash().hex());
  }

  /** Product or stream and version in a few words, with a comma before them. */
  static String title(LoggedRecord record) {
    if (record.statement().predicate() instanceof Build build) {
      return ", " + build.getProduct() + " " + build.getVersion();
    }
    return record.statement().predicate() instanceof DetectionUpdate update
        ? ", " + update.getCommon().getStream() + " " + update.getVersion()
        : "";
  }

  private static void build(CheckReport.Builder report, Build build) {
    report
        .fact("product", build.getProduct())
        .fact("version", build.getVersion())
        .fact("channel", build.getChannel().name())
        .fact("platform", (build.getPlatform() + " " + build.getArch()).strip())
        .fact("audience", build.getAudience());
    if (build.hasCodeSignature()) {
      CodeSignature signature = build.getCodeSignature();
      report.fact(
          "codeSignature",
          "%s by %s, %s"
              .formatted(
                  signature.getFormat(), signature.getIssuer(), signature.getVerification()));
      report.notProven("the code signature inside the file: the record only describes it");
    }
  }

  private static void update(CheckReport.Builder report, DetectionUpdate update) {
    report
        .fact("product", update.getCommon().getStream())
        .fact("version", update.getVersion())
        .fact("databaseDate", Times.instant(update.getDatabaseDate()).toString())
        .fact("updateKind", update.getKind().name())
        .fact("files", update.getFiles().getCount());
    if (update.getEmergency()) {
      report.fact("emergency", true);
    }
  }

  /** What others say of it. */
  static void companions(CheckReport.Builder report, Companions companions) {
    List<String> rebuilds = new ArrayList<>();
    long good = 0;
    for (LoggedRecord record : companions.rebuilds()) {
      Rebuild rebuild = (Rebuild) record.statement().predicate();
      good += isGood(rebuild) ? 1 : 0;
      rebuilds.add(words(companions, record, rebuild));
    }
    report
        .facts("rebuilders", rebuilds)
        .fact("rebuildersGood", good)
        .fact("rebuildersBad", countBad(companions));
    if (rebuilds.isEmpty()) {
      report.notProven(
          "that the published source makes this file: nobody has said that they rebuilt it");
    }
    report.facts(
        "countersignatures",
        companions.countersignatures().stream()
            .map(record -> countersigned(companions, record))
            .toList());
    report.facts(
        "withdrawals",
        companions.withdrawals().stream().map(record -> withdrawn(companions, record)).toList());
  }

  static boolean isGood(Rebuild rebuild) {
    return rebuild.getVerdict() == Rebuild.Verdict.GOOD
        || rebuild.getVerdict() == Rebuild.Verdict.GOOD_NORMALISED;
  }

  private static long countBad(Companions companions) {
    return companions.rebuilds().stream()
        .filter(
            record ->
                record.statement().predicate() instanceof Rebuild rebuild
                    && rebuild.getVerdict() == Rebuild.Verdict.BAD)
        .count();
  }

  /** A warning that must stand beside every good word: somebody found the file to be different. */
  static String bad(Companions companions) {
    long bad = countBad(companions);
    return bad == 0
        ? ""
        : "; but %s could not make it from its source"
            .formatted(bad == 1 ? "1 rebuilder" : bad + " rebuilders");
  }

  private static String words(Companions companions, LoggedRecord record, Rebuild rebuild) {
    return "%s (%s): %s, %d of %d files equal, entry %d, signed by %s"
        .formatted(
            rebuild.getRebuilder(),
            rebuild.getIndependence(),
            rebuild.getVerdict(),
            rebuild.getMatched(),
            rebuild.getTotal(),
            record.index(),
            companions.signedBy(record));
  }

  private static String countersigned(Companions companions, LoggedRecord record) {
    Countersign countersign = (Countersign) record.statement().predicate();
    return "%s, by %s, entry %d, signed by %s"
        .formatted(
            countersign.getStatement(),
            countersign.getMethod(),
            record.index(),
            companions.signedBy(record));
  }

  static String withdrawn(Companions companions, LoggedRecord record) {
    Withdrawal withdrawal = (Withdrawal) record.statement().predicate();
    String replacement =
        withdrawal.hasReplacement()
            ? ", replaced by entry " + withdrawal.getReplacement().getIndex()
            : "";
    return "%s, %s: %s; %s%s (entry %d, signed by %s)"
        .formatted(
            withdrawal.getReason(),
            withdrawal.getSeverity(),
            withdrawal.getDescription(),
            withdrawal.getAction(),
            replacement,
            record.index(),
            companions.signedBy(record));
  }

  /** Who signed the head, and when. */
  static void head(CheckReport.Builder report, VerifiedHead head) {
    signatures(report, head.origin(), head.size(), head.signatures());
    if (head.extendsSize().isEmpty()) {
      report.notProven("what this log showed before: this is the first head of it seen here");
    }
  }

  static void signatures(
      CheckReport.Builder report, String origin, long size, HeadSignatures signatures) {
    report.fact("origin", origin).fact("size", size);
    report.facts("headSignedBy", signatures.log().stream().map(RecordFacts::words).toList());
    report.facts("witnesses", signatures.witnesses().stream().map(RecordFacts::words).toList());
    if (signatures.witnesses().isEmpty()) {
      report.notProven(
          "that everybody is shown this history: no witness of the policy has cosigned it");
    }
  }

  private static String words(HeadSignatures.Signer signer) {
    String when = signer.time().map(time -> ", at " + time).orElse("");
    return "%s (%s, key %s%s)".formatted(signer.name(), signer.algorithm(), signer.keyId(), when);
  }
}
