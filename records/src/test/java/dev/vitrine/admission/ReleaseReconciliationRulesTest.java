package dev.vitrine.admission;

import dev.vitrine.v1.StreamCount;

/** Reconciliations: what keeps and what breaks each rule. */
class ReleaseReconciliationRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        Reason.RECONCILIATION_CLAIM,
        "reconciliation",
        (l, r) -> r.signed(r.reconciliation("2026-11-23")));
    table.refuse(
        Reason.DAY_ORDER,
        "reconciliation of the same day",
        (l, r) -> {
          l.mustAppend(r.signed(r.reconciliation("2026-11-23")));
          return r.signed(r.reconciliation("2026-11-23"));
        });
    table.accept(
        Reason.COUNT_MISMATCH,
        "reconciliation with counts",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.reconciliation("2026-11-23", count("s", 1, 1, 1)));
        });
    table.refuse(
        Reason.COUNT_MISMATCH,
        "reconciliation of more than the log has",
        (l, r) -> r.signed(r.reconciliation("2026-11-23", count("s", 1, 1, 1))));
    table.refuse(
        Reason.COUNT_MISMATCH,
        "reconciliation that miscounts",
        (l, r) -> r.signed(r.reconciliation("2026-11-23", count("s", 1, 2, 1))));
    table.refuse(
        Reason.RECONCILIATION_CLAIM,
        "reconciliation that claims nothing",
        (l, r) -> r.signed(r.reconciliation("2026-11-23").setNothingElseReleased(false)));
    table.refuse(
        Reason.FIELD_FORMAT,
        "reconciliation of no day",
        (l, r) -> r.signed(r.reconciliation("2026-02-30")));

    table.accept(
        Reason.DAY_ORDER,
        "reconciliation of the next day",
        (l, r) -> {
          l.mustAppend(r.signed(r.reconciliation("2026-11-23")));
          return r.signed(r.reconciliation("2026-11-24"));
        });
  }

  private static StreamCount count(String stream, long first, long last, long count) {
    return StreamCount.newBuilder()
        .setStream(stream)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setCount(count)
        .build();
  }
}
