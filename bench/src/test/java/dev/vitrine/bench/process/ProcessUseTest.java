package dev.vitrine.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessUseTest {

  @Test
  void stat_exampleOfThePackage_isAsDocumented() {
    String stat = "42 (my server) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 100 0 0";
    assertThat(ProcessUse.cpuMicros(stat)).isEqualTo(2_000_000);
  }

  @Test
  void stat_commandWithParenthesis_isReadFromItsLastOne() {
    String stat = "42 (a) b) S 1 42 42 0 -1 4194560 1 2 3 4 7 1 0 0 20 0 1 0 100 0 0";
    assertThat(ProcessUse.cpuMicros(stat)).isEqualTo(80_000);
  }

  @Test
  void ownProcess_hasUsedProcessorAndMemory() throws Exception {
    ProcessUse use = ProcessUse.of(ProcessHandle.current().pid());
    assertThat(use.cpuMicros()).isPositive();
    assertThat(use.residentBytes()).isGreaterThan(10 << 20);
  }
}
