package dev.vitrine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderlyStopTest {
  @TempDir Path folder;

  @Test
  void sigterm_underLoad_everyAppendAnsweredAndAllPublished() throws Exception {
    CrashHarness harness = new CrashHarness(folder.resolve("log"));
    harness.stopAfter(150);
    assertThat(harness.acknowledged()).isGreaterThan(50);
  }
}
