package dev.vitrine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Supplier;

/**
 * One row of a table of rules: an entry that keeps to a rule or breaks it, and the log it comes to.
 *
 * @param rules what the row is about; exactly the one reason where the entry is refused
 * @param accepted whether the entry must be admitted
 */
record RuleCase(
    Set<Reason> rules, boolean accepted, String name, Supplier<TestLog> start, Entry entry) {

  /** Makes the entry, after whatever must be in the log before it. */
  interface Entry {
    byte[] make(TestLog log, TestRecords records) throws Exception;
  }

  /** The entry is decided as told, and a refused one leaves the state as it was. */
  void verify() throws Exception {
    TestLog log = start.get();
    byte[] bytes = entry.make(log, new TestRecords(log));
    StateHead before = StateHead.of(log.state);
    Decision decision = log.append(bytes);
    if (accepted) {
      assertThat(decision).isInstanceOf(Decision.Admitted.class);
      assertThat(StateHead.of(log.state).size()).isEqualTo(before.size() + 1);
    } else {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Rejected.class,
              r ->
                  assertThat(r.rejection().code())
                      .as(r.rejection().message())
                      .isEqualTo(rules.iterator().next().name()));
      assertThat(StateHead.of(log.state)).isEqualTo(before);
    }
  }

  @Override
  public String toString() {
    return name + (accepted ? " keeps to " : " breaks ") + rules;
  }
}
