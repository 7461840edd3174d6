package dev.vitrine.admission;

import com.google.protobuf.Message;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Common;
import java.util.EnumMap;
import java.util.Map;

/** The rules of all kinds behind one door: the kind picks its rules, the predicate fits them. */
final class RecordRules {
  private static final Map<Kind, KindRules<?>> RULES =
      new EnumMap<>(
          Map.of(
              Kind.BUILD, new BuildRules(),
              Kind.DETECTION_UPDATE, new DetectionUpdateRules(),
              Kind.DATA_RELOCATION, new DataRelocationRules(),
              Kind.REBUILD, new RebuildRules(),
              Kind.WITHDRAWAL, new WithdrawalRules(),
              Kind.KEY, new KeyRules(),
              Kind.COUNTERSIGN, new CountersignRules(),
              Kind.POLICY, new PolicyRules(),
              Kind.RELEASE_RECONCILIATION, new ReleaseReconciliationRules()));

  private RecordRules() {}

  static void check(Statement statement, BlobView blobs) throws RejectionException {
    CommonRules.check(statement);
    documents(statement).check(blobs);
    of(statement.kind()).check(statement, statement.predicate(), blobs);
  }

  static void admit(Admitting admitting) throws RejectionException {
    Statement statement = admitting.statement();
    of(statement.kind()).admit(admitting, statement.predicate());
  }

  static Documents documents(Statement statement) {
    Common common = statement.common();
    return of(statement.kind())
        .documents(statement.predicate())
        .addAll(common.getEvidenceList(), "predicate.common.evidence");
  }

  @SuppressWarnings("unchecked") // Statement's constructor holds predicate and kind together.
  private static KindRules<Message> of(Kind kind) {
    KindRules<?> rules = RULES.get(kind);
    if (rules == null) {
      throw new IllegalStateException("no rules for " + kind);
    }
    return (KindRules<Message>) rules;
  }
}
