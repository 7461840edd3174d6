package dev.vitrine.admission;

import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Changes;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.StreamState;
import dev.vitrine.v1.Testing;
import dev.vitrine.v1.UpdateFiles;
import java.time.Instant;
import java.util.Optional;

/** Detection updates: dates never run backwards, increments have a base, manifests add up. */
final class DetectionUpdateRules implements KindRules<DetectionUpdate> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(DetectionUpdate update) {
    return new Documents()
        .add(
            update.getFiles().hasManifest(), update.getFiles().getManifest(), AT + "files.manifest")
        .add(update.getChanges().hasDiff(), update.getChanges().getDiff(), AT + "changes.diff")
        .add(
            update.getTesting().hasReport(),
            update.getTesting().getReport(),
            AT + "testing.report");
  }

  @Override
  public void check(Statement statement, DetectionUpdate update, BlobView blobs)
      throws RejectionException {
    Check.required(update.hasDatabaseDate(), AT + "databaseDate", "the date of the data");
    checkKind(update);
    Check.required(update.hasFiles(), AT + "files", "the files of the update");
    checkFiles(update.getFiles());
    Documents.checkManifest(update.getFiles(), AT + "files", blobs);
    checkChanges(update.getChanges());
    if (update.hasSignature()) {
      Check.required(update.getSignature().getFormat(), AT + "signature.format");
      Check.optionalSha256(update.getSignature().getSha256(), AT + "signature.sha256");
    }
    if (update.hasRollout()) {
      Check.audience(update.getRollout().getAudience(), AT + "rollout.audience");
    }
    if (update.hasTesting()) {
      Check.required(
          update.getTesting().getVerdict() != Testing.Verdict.VERDICT_UNSPECIFIED,
          AT + "testing.verdict",
          "PASSED, PARTIAL, FAILED or NOT_RUN");
    }
    Check.site(update.hasAssembledAt(), update.getAssembledAt(), AT + "assembledAt");
    Check.optionalSha256(update.getRuleSourceRoot(), AT + "ruleSourceRoot");
  }

  private static void checkKind(DetectionUpdate update) throws RejectionException {
    switch (update.getKind()) {
      case FULL -> Check.absent(!update.hasBaseSequence(), AT + "baseSequence", "none for FULL");
      case INCREMENTAL ->
          Check.required(update.hasBaseSequence(), AT + "baseSequence", "the base's sequence");
      default -> Check.required(false, AT + "kind", "FULL or INCREMENTAL");
    }
  }

  private static void checkFiles(UpdateFiles files) throws RejectionException {
    Check.count(files.getCount(), AT + "files.count");
    Check.count(files.getTotalSize(), AT + "files.totalSize");
    Check.sha256(files.getManifestRoot(), AT + "files.manifestRoot");
    Check.required(files.hasManifest(), AT + "files.manifest", "the manifest's blob");
  }

  private static void checkChanges(Changes changes) throws RejectionException {
    Check.count(changes.getAdded(), AT + "changes.added");
    Check.count(changes.getChanged(), AT + "changes.changed");
    Check.count(changes.getRemoved(), AT + "changes.removed");
  }

  @Override
  public void admit(Admitting admitting, DetectionUpdate update) throws RejectionException {
    Common common = update.getCommon();
    Instant date = Times.instant(update.getDatabaseDate());
    Optional<StreamState> before = admitting.state().stream(common.getStream());
    if (before.isPresent()) {
      Instant last =
          Instant.ofEpochSecond(
              before.get().getDatabaseDateSeconds(), before.get().getDatabaseDateNanos());
      if (date.isBefore(last)) {
        throw Reason.DATABASE_DATE.refuse(
            AT + "databaseDate", date.toString(), "not before " + last + ", the stream's last");
      }
    }
    if (update.hasBaseSequence()
        && (update.getBaseSequence() < 1 || update.getBaseSequence() >= common.getSequence())) {
      throw Reason.BASE_SEQUENCE.refuse(
          AT + "baseSequence",
          Long.toString(update.getBaseSequence()),
          "1.." + (common.getSequence() - 1) + ", an earlier update");
    }
    admitting.stream()
        .setDatabaseDateSeconds(update.getDatabaseDate().getSeconds())
        .setDatabaseDateNanos(update.getDatabaseDate().getNanos());
    BuildRules.addSubjects(admitting);
  }
}
