package dev.vitrine.admission;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the rules on one subject, a row each. {@link RuleCoverageTest} counts all of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
interface RuleTable {
  void fill(Rules table);

  default List<RuleCase> rows() {
    Rules table = new Rules();
    fill(table);
    return table.rows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  default void admit_row_decidedAsTold(RuleCase row) throws Exception {
    row.verify();
  }
}
