package dev.vitrine.admission;

import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Withdrawal;
import java.util.List;

/** Withdrawals: what keeps and what breaks each rule. */
class WithdrawalRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.ROLE_MISSING, Reason.TARGET_KIND),
        "withdrawal by the supervisor",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR)).setTarget(l.ref(build(l, r))),
                l.key(Role.SUPERVISOR)));
    table.accept(
        Reason.ROLE_MISSING,
        "withdrawal by the pipeline",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.PIPELINE)).setTarget(l.ref(build(l, r))),
                l.key(Role.PIPELINE)));
    table.accept(
        Reason.ROLE_MISSING,
        "withdrawal by the root quorum",
        (l, r) ->
            r.signed(
                r.withdrawal(l.roots.get(0)).setTarget(l.ref(build(l, r))),
                l.roots.get(0),
                l.roots.get(1)));
    table.refuse(
        Reason.ROLE_MISSING,
        "withdrawal by a rebuilder",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.REBUILDER)).setTarget(l.ref(build(l, r))),
                l.key(Role.REBUILDER)));
    table.refuse(
        Reason.TARGET_KIND,
        "withdrawal of a key record",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR)).setTarget(l.ref(1)), l.key(Role.SUPERVISOR)));
    table.accept(
        Reason.STREAM_UNKNOWN,
        "withdrawal of a range",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(range(l, r, 1, 1), l.key(Role.UPDATE_ASSEMBLER));
        });
    table.refuse(
        Reason.STREAM_UNKNOWN,
        "withdrawal of a range that is not there yet",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(range(l, r, 1, 2), l.key(Role.UPDATE_ASSEMBLER));
        });
    table.refuse(
        Reason.FIELD_REQUIRED,
        "withdrawal of nothing",
        (l, r) -> r.signed(r.withdrawal(l.key(Role.SUPERVISOR)), l.key(Role.SUPERVISOR)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "roll back to nothing",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR))
                    .setTarget(l.ref(build(l, r)))
                    .setAction(Withdrawal.Action.ROLL_BACK),
                l.key(Role.SUPERVISOR)));
    table.refuse(
        Reason.EFFECTIVE_FROM,
        "withdrawal from before it was made",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR))
                    .setTarget(l.ref(build(l, r)))
                    .setEffectiveFrom(1),
                l.key(Role.SUPERVISOR)));

    table.accept(
        Reason.EFFECTIVE_FROM,
        "withdrawal from its own index on",
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR))
                    .setTarget(l.ref(build(l, r)))
                    .setEffectiveFrom(l.entries.size()),
                l.key(Role.SUPERVISOR)));
    table.refuse(
        Reason.STREAM_UNKNOWN,
        "withdrawal of a range of no stream",
        (l, r) -> r.signed(range(l, r, 1, 1), l.key(Role.UPDATE_ASSEMBLER)));
    table.refuse(
        Reason.FIELD_RANGE,
        "withdrawal of a range that ends before it begins",
        (l, r) -> r.signed(range(l, r, 2, 1), l.key(Role.UPDATE_ASSEMBLER)));
  }

  private static long build(TestLog log, TestRecords records) {
    return log.mustAppend(records.signed(records.build("p", "1"), "a"));
  }

  private static Withdrawal.Builder range(TestLog l, TestRecords r, long from, long to) {
    return r.withdrawal(l.key(Role.UPDATE_ASSEMBLER))
        .setStreamRange(StreamRange.newBuilder().setStream("s").setFrom(from).setTo(to));
  }
}
