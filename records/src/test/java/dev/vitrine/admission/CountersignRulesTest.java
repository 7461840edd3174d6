package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.countersign;
import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.record.Kind;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Countersign.Statement;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Countersignatures: what keeps and what breaks each rule. */
class CountersignRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    signers(table);
    targets(table);
    ranges(table);
    form(table);
  }

  private static void signers(Rules table) {
    table.accept(Reason.ROLE_MISSING, "countersignature", countersign((l, c) -> {}));
    table.accept(Reason.ROLE_MISSING, "countersignature by an auditor", by(Role.AUDITOR));
    table.refuse(
        Reason.ROLE_MISSING, "countersignature by the vendor's pipeline", by(Role.PIPELINE));
  }

  private static Rules.Last by(Role role) {
    return (l, r) -> {
      Countersign.Builder countersign = r.countersign().addTargets(l.ref(0));
      countersign.getCommonBuilder().setIssuer(id(l.key(role)));
      return sign(Kind.COUNTERSIGN, countersign.build(), List.of(subject("x")), l.key(role));
    };
  }

  private static void targets(Rules table) {
    table.refuse(
        Reason.TARGET_KIND,
        "source of a key record",
        countersign((l, c) -> c.setStatement(Statement.SOURCE_MATCHES)));
    table.refuse(
        Reason.TARGET_KIND,
        "relocation that is a key record",
        countersign((l, c) -> c.setStatement(Statement.RELOCATION_VERIFIED)));
    table.accept(
        Reason.TARGET_KIND,
        "source of a build",
        (l, r) -> {
          long build = l.mustAppend(r.signed(r.build("p", "1")));
          return r.signed(
              r.countersign().addTargets(l.ref(build)).setStatement(Statement.SOURCE_MATCHES));
        });
    table.accept(
        Reason.TARGET_KIND,
        "relocation that was seen",
        (l, r) -> {
          long planned = l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          return r.signed(
              r.countersign()
                  .addTargets(l.ref(planned))
                  .setStatement(Statement.RELOCATION_VERIFIED));
        });
    table.refuse(
        Reason.DIGEST_FORMAT,
        "countersignature of a target without hash",
        countersign((l, c) -> c.getTargetsBuilder(0).clearLeafHash()));
  }

  private static void ranges(Rules table) {
    table.accept(Reason.REFERENCE, "countersignature of a range", ofRange(0, 7));
    table.refuse(Reason.REFERENCE, "countersignature of what is to come", ofRange(0, 8));
    table.refuse(Reason.FIELD_RANGE, "countersignature of a range turned round", ofRange(2, 1));
    table.refuse(Reason.FIELD_RANGE, "countersignature from below nought", ofRange(-1, 1));
  }

  private static Rules.Last ofRange(long from, long to) {
    return countersign(
        (l, c) -> c.clearTargets().setRange(IndexRange.newBuilder().setFrom(from).setTo(to)));
  }

  private static void form(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED,
        "countersignature of nothing",
        countersign((l, c) -> c.clearTargets()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "countersignature of an entry and a range",
        countersign((l, c) -> c.setRange(IndexRange.newBuilder().setTo(1))));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "countersignature that says nothing",
        countersign((l, c) -> c.clearStatement()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "countersignature without method",
        countersign((l, c) -> c.clearMethod()));
  }
}
