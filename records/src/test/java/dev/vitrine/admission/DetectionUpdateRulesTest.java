package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.secondUpdate;
import static dev.vitrine.admission.Bent.update;
import static dev.vitrine.admission.TestLog.sha256;

import dev.vitrine.record.Times;
import dev.vitrine.v1.DetectionUpdate.Kind;
import dev.vitrine.v1.Testing;
import java.util.List;

/** Detection updates: what keeps and what breaks each rule. */
class DetectionUpdateRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    dates(table);
    increments(table);
    manifests(table);
    form(table);
  }

  private static void dates(Rules table) {
    table.refuse(
        Reason.DATABASE_DATE,
        "date runs backwards",
        secondUpdate((l, u) -> u.setDatabaseDate(Times.of(l.now.minusNanos(1)))));
    table.refuse(
        Reason.FIELD_REQUIRED, "update without a date", update((l, u) -> u.clearDatabaseDate()));
  }

  private static void increments(Rules table) {
    table.accept(
        List.of(Reason.BASE_SEQUENCE, Reason.FIELD_FORBIDDEN),
        "increment on an earlier update",
        secondUpdate((l, u) -> u.setKind(Kind.INCREMENTAL).setBaseSequence(1)));
    table.refuse(
        Reason.BASE_SEQUENCE,
        "increment on itself",
        update((l, u) -> u.setKind(Kind.INCREMENTAL).setBaseSequence(1)));
    table.refuse(
        Reason.BASE_SEQUENCE,
        "increment on update nought",
        update((l, u) -> u.setKind(Kind.INCREMENTAL).setBaseSequence(0)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "increment on nothing",
        update((l, u) -> u.setKind(Kind.INCREMENTAL)));
    table.refuse(
        Reason.FIELD_FORBIDDEN, "full update with a base", update((l, u) -> u.setBaseSequence(1)));
    table.refuse(
        Reason.FIELD_REQUIRED, "neither full nor increment", update((l, u) -> u.clearKind()));
  }

  private static void manifests(Rules table) {
    table.accept(
        List.of(Reason.MANIFEST_FORMAT, Reason.MANIFEST_MISMATCH),
        "first update",
        update((l, u) -> {}));
    table.refuse(
        Reason.MANIFEST_MISMATCH,
        "manifest with another root",
        update((l, u) -> u.getFilesBuilder().setManifestRoot(sha256("other"))));
    table.refuse(
        Reason.MANIFEST_MISMATCH,
        "manifest with another count",
        update((l, u) -> u.getFilesBuilder().setCount(6)));
    table.refuse(
        Reason.MANIFEST_MISMATCH,
        "manifest with another size",
        update((l, u) -> u.getFilesBuilder().setTotalSize(1)));
    table.refuse(
        Reason.MANIFEST_FORMAT,
        "manifest that is not one",
        manifest(TestRecords.utf8("not sorted lines\n")));
    int most = 16 << 20;
    table.refuse(
        Reason.MANIFEST_FORMAT, "manifest of 16 MiB that is not one", manifest(new byte[most]));
    table.refuse(
        Reason.EVIDENCE_SIZE, "manifest of more than 16 MiB", manifest(new byte[most + 1]));
    table.refuse(Reason.FIELD_REQUIRED, "update without files", update((l, u) -> u.clearFiles()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "update without manifest",
        update((l, u) -> u.getFilesBuilder().clearManifest()));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "update without root",
        update((l, u) -> u.getFilesBuilder().clearManifestRoot()));
    table.refuse(
        Reason.FIELD_RANGE,
        "fewer files than none",
        update((l, u) -> u.getFilesBuilder().setCount(-1)));
    table.refuse(
        Reason.FIELD_RANGE,
        "smaller than nothing",
        update((l, u) -> u.getFilesBuilder().setTotalSize(-1)));
  }

  private static Rules.Last manifest(byte[] content) {
    return update((l, u) -> u.getFilesBuilder().setManifest(l.upload("m", "text/plain", content)));
  }

  private static void form(Rules table) {
    table.refuse(
        Reason.FIELD_RANGE,
        "fewer files added than none",
        update((l, u) -> u.getChangesBuilder().setAdded(-1)));
    table.refuse(
        Reason.FIELD_RANGE,
        "fewer files changed than none",
        update((l, u) -> u.getChangesBuilder().setChanged(-1)));
    table.refuse(
        Reason.FIELD_RANGE,
        "fewer files removed than none",
        update((l, u) -> u.getChangesBuilder().setRemoved(-1)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "delivered signature of no format",
        update((l, u) -> u.getSignatureBuilder().setKeyId("k")));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "delivered signature with half a digest",
        update((l, u) -> u.getSignatureBuilder().setFormat("pkcs7").setSha256("aa")));
    table.refuse(
        Reason.FIELD_FORMAT,
        "roll-out to a nameless ring",
        update((l, u) -> u.getRolloutBuilder().setAudience("ring:")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "test without a verdict",
        update((l, u) -> u.setTesting(Testing.newBuilder().addPlatforms("debian-12"))));
    table.refuse(
        Reason.REGION,
        "assembled in no country",
        update((l, u) -> u.getAssembledAtBuilder().setFacility("z").setCountry("XX")));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "rule source with half a root",
        update((l, u) -> u.setRuleSourceRoot("aa")));
  }
}
