package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.record.Kind;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Countersignatures: what keeps and what breaks each rule. */
class CountersignRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        Reason.ROLE_MISSING,
        "countersignature",
        (l, r) -> r.signed(r.countersign().addTargets(l.ref(0))));
    table.accept(
        Reason.REFERENCE,
        "countersignature of a range",
        (l, r) -> r.signed(r.countersign().setRange(IndexRange.newBuilder().setTo(7))));
    table.refuse(
        Reason.REFERENCE,
        "countersignature of what is to come",
        (l, r) -> r.signed(r.countersign().setRange(IndexRange.newBuilder().setTo(8))));
    table.refuse(
        Reason.TARGET_KIND,
        "source of a key record",
        (l, r) ->
            r.signed(
                r.countersign()
                    .addTargets(l.ref(1))
                    .setStatement(Countersign.Statement.SOURCE_MATCHES)));
    table.refuse(
        Reason.ROLE_MISSING,
        "countersignature by the vendor's pipeline",
        (l, r) -> {
          Countersign.Builder countersign = r.countersign().addTargets(l.ref(0));
          countersign.getCommonBuilder().setIssuer(id(l.key(Role.PIPELINE)));
          return sign(
              Kind.COUNTERSIGN, countersign.build(), List.of(subject("x")), l.key(Role.PIPELINE));
        });

    table.accept(
        Reason.TARGET_KIND,
        "source of a build",
        (l, r) -> {
          long build = l.mustAppend(r.signed(r.build("p", "1")));
          return r.signed(
              r.countersign()
                  .addTargets(l.ref(build))
                  .setStatement(Countersign.Statement.SOURCE_MATCHES));
        });
  }
}
