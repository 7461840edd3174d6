package dev.vitrine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No rule without a row that keeps to it and a row that breaks it. */
class RuleCoverageTest {
  private static final List<RuleTable> TABLES =
      List.of(
          new EnvelopeRulesTest(),
          new PayloadRulesTest(),
          new CommonRulesTest(),
          new SubjectRulesTest(),
          new EvidenceRulesTest(),
          new StreamRulesTest(),
          new SignatureRulesTest(),
          new BuildRulesTest(),
          new DetectionUpdateRulesTest(),
          new DataRelocationRulesTest(),
          new DataRelocationFormTest(),
          new RebuildRulesTest(),
          new WithdrawalRulesTest(),
          new KeyRulesTest(),
          new CountersignRulesTest(),
          new PolicyRulesTest(),
          new ReleaseReconciliationRulesTest());

  @ParameterizedTest(name = "accepted {0}")
  @ValueSource(booleans = {true, false})
  void tables_everyReason_hasARow(boolean accepted) {
    Set<Reason> missing = EnumSet.allOf(Reason.class);
    TABLES.stream()
        .flatMap(t -> t.rows().stream())
        .filter(row -> row.accepted() == accepted)
        .forEach(row -> missing.removeAll(row.rules()));
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest(name = "accepted {0}")
  @ValueSource(booleans = {true, false})
  void rows_names_areDifferent(boolean accepted) {
    List<String> names =
        TABLES.stream()
            .flatMap(t -> t.rows().stream())
            .filter(row -> row.accepted() == accepted)
            .map(RuleCase::toString)
            .collect(Collectors.toList());
    assertThat(names).doesNotHaveDuplicates();
  }
}
