package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.reconciliation;

import dev.vitrine.v1.StreamCount;
import java.util.List;

/** Reconciliations: what keeps and what breaks each rule. */
class ReleaseReconciliationRulesTest implements RuleTable {
  private static final String DAY = "2026-11-23";

  @Override
  public void fill(Rules table) {
    days(table);
    counts(table);
    form(table);
  }

  private static void days(Rules table) {
    table.refuse(Reason.DAY_ORDER, "reconciliation of the same day", after(DAY));
    table.refuse(Reason.DAY_ORDER, "reconciliation of the day before", after("2026-11-22"));
    table.accept(Reason.DAY_ORDER, "reconciliation of the next day", after("2026-11-24"));
    for (String day : List.of("2026-02-30", "+2026-11-2", "2026-11")) {
      table.refuse(
          Reason.FIELD_FORMAT, "reconciliation of " + day, reconciliation((l, r) -> r.setDay(day)));
    }
  }

  /** A reconciliation of a day after one of 23 November. */
  private static Rules.Last after(String day) {
    return (l, r) -> {
      l.mustAppend(r.signed(r.reconciliation(DAY)));
      return r.signed(r.reconciliation(day));
    };
  }

  private static void counts(Rules table) {
    table.accept(Reason.COUNT_MISMATCH, "reconciliation with counts", counted("s", 1, 1, 1));
    table.accept(Reason.COUNT_MISMATCH, "reconciliation of nothing", counted("s", 0, 0, 0));
    table.refuse(
        Reason.COUNT_MISMATCH,
        "reconciliation of a stream that the log has not",
        counted("other", 1, 1, 1));
    table.refuse(
        Reason.COUNT_MISMATCH, "reconciliation of more than the log has", counted("s", 1, 2, 2));
    table.refuse(Reason.COUNT_MISMATCH, "reconciliation that miscounts", counted("s", 1, 2, 1));
    table.refuse(Reason.COUNT_MISMATCH, "reconciliation from nought", counted("s", 0, 1, 2));
    table.refuse(Reason.FIELD_RANGE, "fewer releases than none", counted("s", 0, 0, -1));
    table.refuse(Reason.FIELD_RANGE, "releases before the first", counted("s", -1, 0, 0));
    table.refuse(Reason.FIELD_RANGE, "releases up to before the first", counted("s", 0, -1, 0));
    table.refuse(Reason.FIELD_FORMAT, "reconciliation of a nameless stream", counted("", 0, 0, 0));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "reconciliation of one stream twice",
        reconciliation(
            (l, r) -> r.addStreams(count("s", 0, 0, 0)).addStreams(count("s", 0, 0, 0))));
  }

  /** A reconciliation that counts a stream, where stream s has one update. */
  private static Rules.Last counted(String stream, long first, long last, long count) {
    return (l, r) -> {
      l.mustAppend(r.signed(r.update("s")));
      return r.signed(r.reconciliation(DAY, count(stream, first, last, count)));
    };
  }

  private static StreamCount count(String stream, long first, long last, long count) {
    return StreamCount.newBuilder()
        .setStream(stream)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setCount(count)
        .build();
  }

  private static void form(Rules table) {
    table.accept(Reason.RECONCILIATION_CLAIM, "reconciliation", reconciliation((l, r) -> {}));
    table.refuse(
        Reason.RECONCILIATION_CLAIM,
        "reconciliation that claims nothing",
        reconciliation((l, r) -> r.setNothingElseReleased(false)));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "reconciliation without ledger",
        reconciliation((l, r) -> r.clearLedgerRoot()));
    table.refuse(
        Reason.FIELD_RANGE,
        "ledger of fewer releases than none",
        reconciliation((l, r) -> r.setLedgerSize(-1)));
  }
}
