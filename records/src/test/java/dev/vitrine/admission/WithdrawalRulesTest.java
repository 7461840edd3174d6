package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.withdrawal;
import static dev.vitrine.admission.TestLog.sha256;

import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Withdrawal;
import java.util.List;

/** Withdrawals: what keeps and what breaks each rule. */
class WithdrawalRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    signers(table);
    targets(table);
    ranges(table);
    replacements(table);
    form(table);
  }

  private static void signers(Rules table) {
    table.accept(
        List.of(Reason.ROLE_MISSING, Reason.TARGET_KIND),
        "withdrawal by the supervisor",
        bySupervisor((l, w) -> {}));
    table.accept(
        Reason.ROLE_MISSING, "withdrawal by the pipeline", withdrawal(Role.PIPELINE, (l, w) -> {}));
    table.refuse(
        Reason.ROLE_MISSING, "withdrawal by a rebuilder", withdrawal(Role.REBUILDER, (l, w) -> {}));
    table.refuse(
        Reason.ROLE_MISSING,
        "withdrawal of a build by who makes updates",
        withdrawal(Role.UPDATE_ASSEMBLER, (l, w) -> {}));
    table.accept(
        Reason.ROLE_MISSING,
        "withdrawal by the root quorum",
        (l, r) ->
            r.signed(
                r.withdrawal(l.roots.get(0)).setTarget(l.ref(r.built("a"))),
                l.roots.get(0),
                l.roots.get(1)));
    table.refuse(
        Reason.ROLE_MISSING,
        "withdrawal by one root key",
        (l, r) ->
            r.signed(r.withdrawal(l.roots.get(0)).setTarget(l.ref(r.built("a"))), l.roots.get(0)));
  }

  private static void targets(Rules table) {
    table.refuse(
        Reason.TARGET_KIND,
        "withdrawal of a key record",
        bySupervisor((l, w) -> w.setTarget(l.ref(1))));
    table.refuse(
        Reason.TARGET_KIND,
        "withdrawal of the policy",
        bySupervisor((l, w) -> w.setTarget(l.ref(0))));
    table.refuse(
        Reason.TARGET_KIND,
        "withdrawal of a withdrawal",
        (l, r) -> {
          l.mustAppend(bySupervisor((x, w) -> {}).make(l, r));
          long last = l.entries.size() - 1;
          return bySupervisor((x, w) -> w.setTarget(l.ref(last))).make(l, r);
        });
    table.refuse(
        Reason.REFERENCE,
        "withdrawal of another hash",
        bySupervisor((l, w) -> w.getTargetBuilder().setLeafHash(sha256("other"))));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "withdrawal of a target without hash",
        bySupervisor((l, w) -> w.getTargetBuilder().clearLeafHash()));
    table.refuse(
        Reason.FIELD_REQUIRED, "withdrawal of nothing", bySupervisor((l, w) -> w.clearTarget()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "withdrawal of an entry and a range",
        bySupervisor((l, w) -> w.setStreamRange(range("s", 1, 1))));
  }

  private static void ranges(Rules table) {
    table.accept(Reason.STREAM_UNKNOWN, "withdrawal of a range", ofRange("s", 1, 1));
    table.refuse(
        Reason.STREAM_UNKNOWN, "withdrawal of a range that is not there yet", ofRange("s", 1, 2));
    table.refuse(
        Reason.STREAM_UNKNOWN, "withdrawal of a range of no stream", ofRange("other", 1, 1));
    table.refuse(
        Reason.FIELD_RANGE, "withdrawal of a range that ends before it begins", ofRange("s", 2, 1));
    table.refuse(Reason.FIELD_RANGE, "withdrawal of a range from nought", ofRange("s", 0, 1));
    table.refuse(
        Reason.FIELD_FORMAT, "withdrawal of a range of a nameless stream", ofRange("", 1, 1));
  }

  /** A withdrawal of a part of a stream, after one update of stream s. */
  private static Rules.Last ofRange(String stream, long from, long to) {
    return (l, r) -> {
      l.mustAppend(r.signed(r.update("s")));
      return r.signed(
          r.withdrawal(l.key(Role.UPDATE_ASSEMBLER)).setStreamRange(range(stream, from, to)),
          l.key(Role.UPDATE_ASSEMBLER));
    };
  }

  private static StreamRange range(String stream, long from, long to) {
    return StreamRange.newBuilder().setStream(stream).setFrom(from).setTo(to).build();
  }

  private static void replacements(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED,
        "roll back to nothing",
        bySupervisor((l, w) -> w.setAction(Withdrawal.Action.ROLL_BACK)));
    table.accept(
        Reason.REFERENCE,
        "roll back to another entry",
        bySupervisor((l, w) -> w.setAction(Withdrawal.Action.ROLL_BACK).setReplacement(l.ref(2))));
    table.refuse(
        Reason.REFERENCE,
        "replacement that is not there",
        bySupervisor((l, w) -> w.setReplacement(l.ref(2).toBuilder().setIndex(99))));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "replacement without hash",
        bySupervisor((l, w) -> w.getReplacementBuilder().setIndex(2)));
    table.refuse(
        Reason.EFFECTIVE_FROM,
        "withdrawal from before it was made",
        bySupervisor((l, w) -> w.setEffectiveFrom(1)));
    table.accept(
        Reason.EFFECTIVE_FROM,
        "withdrawal from its own index on",
        bySupervisor((l, w) -> w.setEffectiveFrom(l.entries.size())));
  }

  private static void form(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED,
        "withdrawal without reason",
        bySupervisor((l, w) -> w.clearReason()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "withdrawal without severity",
        bySupervisor((l, w) -> w.clearSeverity()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "withdrawal without action",
        bySupervisor((l, w) -> w.clearAction()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "withdrawal without description",
        bySupervisor((l, w) -> w.clearDescription()));
  }

  private static Rules.Last bySupervisor(Bent.Bend<Withdrawal.Builder> bend) {
    return withdrawal(Role.SUPERVISOR, bend);
  }
}
