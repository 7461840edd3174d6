package dev.vitrine.admission;

import dev.vitrine.record.Envelope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A table in the making. The log of a row holds a policy and a key of each role. */
final class Rules {
  private final List<RuleCase> rows = new ArrayList<>();

  /** Makes the last record, after whatever must be in the log before it. */
  interface Last {
    Envelope make(TestLog log, TestRecords records) throws Exception;
  }

  List<RuleCase> rows() {
    return rows;
  }

  void accept(Reason rule, String name, Last last) {
    accept(List.of(rule), name, last);
  }

  void accept(List<Reason> rules, String name, Last last) {
    accept(rules, name, TestLog::ready, last);
  }

  void accept(List<Reason> rules, String name, Supplier<TestLog> start, Last last) {
    Set<Reason> set = EnumSet.copyOf(rules);
    rows.add(new RuleCase(set, true, name, start, (l, r) -> last.make(l, r).encode()));
  }

  void acceptBytes(Reason rule, String name, RuleCase.Entry entry) {
    rows.add(new RuleCase(EnumSet.of(rule), true, name, TestLog::ready, entry));
  }

  void refuse(Reason rule, String name, Last last) {
    refuse(rule, name, TestLog::ready, last);
  }

  void refuse(Reason rule, String name, Supplier<TestLog> start, Last last) {
    Set<Reason> set = EnumSet.of(rule);
    rows.add(new RuleCase(set, false, name, start, (l, r) -> last.make(l, r).encode()));
  }

  void refuseBytes(Reason rule, String name, RuleCase.Entry entry) {
    rows.add(new RuleCase(EnumSet.of(rule), false, name, TestLog::ready, entry));
  }
}
