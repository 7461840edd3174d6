package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.build;
import static dev.vitrine.admission.Bent.codeSignature;
import static dev.vitrine.admission.Bent.common;
import static dev.vitrine.admission.Bent.evidence;
import static dev.vitrine.admission.Bent.key;
import static dev.vitrine.admission.Bent.policy;
import static dev.vitrine.admission.Bent.rebuild;
import static dev.vitrine.admission.Bent.reconciliation;
import static dev.vitrine.admission.Bent.update;
import static dev.vitrine.admission.TestLog.sha256;

import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Testing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Documents that records name: what keeps and what breaks each rule. */
class EvidenceRulesTest implements RuleTable {
  private static final Evidence NOWHERE =
      Evidence.newBuilder()
          .setName("document")
          .setMediaType("text/plain")
          .setSha256(sha256("nowhere"))
          .setSize(1)
          .setAccess(Evidence.Access.PUBLIC)
          .build();

  @Override
  public void fill(Rules table) {
    form(table);
    table.accept(
        List.of(Reason.EVIDENCE_MISSING, Reason.EVIDENCE_SIZE),
        "public evidence that is there",
        evidence((l, e) -> {}));
    table.refuse(
        Reason.EVIDENCE_MISSING,
        "public evidence that is not there",
        evidence((l, e) -> e.setSha256(sha256("other"))));
    table.accept(
        Reason.EVIDENCE_MISSING,
        "evidence in a review room",
        evidence((l, e) -> e.setSha256(sha256("other")).setAccess(Evidence.Access.REVIEW_ROOM)));
    table.refuse(
        Reason.EVIDENCE_MISSING, "manifest not uploaded", update((l, u) -> l.blobs.clear()));
    table.accept(
        Reason.EVIDENCE_MISSING,
        "manifest shown to the supervisor only",
        update(
            (l, u) -> {
              u.getFilesBuilder().getManifestBuilder().setAccess(Evidence.Access.SUPERVISOR);
              l.blobs.clear();
            }));
    table.refuse(
        Reason.EVIDENCE_SIZE,
        "public evidence of another size",
        update((l, u) -> u.getFilesBuilder().getManifestBuilder().setSize(1)));
    places().forEach((place, last) -> table.refuse(Reason.EVIDENCE_MISSING, place, last));
  }

  private static void form(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED, "evidence without a name", evidence((l, e) -> e.clearName()));
    table.refuse(
        Reason.FIELD_FORMAT,
        "evidence of no media type",
        evidence((l, e) -> e.setMediaType("JSON")));
    table.refuse(
        Reason.DIGEST_FORMAT, "evidence without a digest", evidence((l, e) -> e.clearSha256()));
    table.refuse(
        Reason.FIELD_RANGE,
        "evidence smaller than nothing",
        evidence((l, e) -> e.setSize(-1).setAccess(Evidence.Access.REVIEW_ROOM)));
    table.refuse(Reason.FIELD_REQUIRED, "evidence for nobody", evidence((l, e) -> e.clearAccess()));
  }

  /** Each place where a record can name a document, here one that is not there. */
  private static Map<String, Rules.Last> places() {
    Map<String, Rules.Last> places = new TreeMap<>();
    places.put("common.evidence", common((l, c) -> c.addEvidence(NOWHERE)));
    places.put("build.provenance", build((l, b) -> b.setProvenance(NOWHERE)));
    places.put(
        "build.codeSignature.voucher",
        codeSignature(
            (l, s) -> s.setVerification(CodeSignature.Verification.VOUCHED).setVoucher(NOWHERE)));
    places.put(
        "detectionUpdate.changes.diff", update((l, u) -> u.getChangesBuilder().setDiff(NOWHERE)));
    places.put(
        "detectionUpdate.testing.report",
        update(
            (l, u) -> u.getTestingBuilder().setVerdict(Testing.Verdict.PASSED).setReport(NOWHERE)));
    places.put("rebuild.environment", rebuild((l, b) -> b.setEnvironment(NOWHERE)));
    places.put("rebuild.difference", rebuild((l, b) -> b.setDifference(NOWHERE)));
    places.put("key.attestation", key((l, k) -> k.setAttestation(NOWHERE)));
    places.put("policy.schemas", policy((l, p) -> p.addSchemas(NOWHERE)));
    places.put("releaseReconciliation.ledger", reconciliation((l, r) -> r.setLedger(NOWHERE)));
    return places;
  }
}
