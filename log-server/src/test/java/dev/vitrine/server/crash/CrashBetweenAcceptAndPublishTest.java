package dev.vitrine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.CrashPoint;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed at every step between accept and publish and at random times. */
class CrashBetweenAcceptAndPublishTest {
  private static final int LONG_ROUNDS = 200;

  @TempDir Path folder;

  @Test
  void server_killedAtEveryStep_keepsWhatItAcknowledged() throws Exception {
    CrashHarness harness = new CrashHarness(folder.resolve("log"));
    int times = 3;
    for (CrashPoint point : CrashPoint.values()) {
      harness.dieAt(point, times++);
    }
    assertThat(harness.acknowledged()).isGreaterThan(100);
  }

  @Test
  void server_killedUnderLoad_keepsWhatItAcknowledged() throws Exception {
    CrashHarness harness = new CrashHarness(folder.resolve("log"));
    for (int millis : new int[] {30, 400}) {
      harness.killAfter(millis);
    }
    assertThat(harness.acknowledged()).isGreaterThan(100);
  }

  @Test
  @Tag("long")
  void server_killedTwoHundredTimes_keepsWhatItAcknowledged() throws Exception {
    SplittableRandom random = new SplittableRandom(20261124);
    CrashPoint[] points = CrashPoint.values();
    // A fresh folder now and then keeps the audits, which read everything, short.
    for (int round = 0; round < LONG_ROUNDS; ) {
      CrashHarness harness = new CrashHarness(folder.resolve("log-" + round));
      for (int i = 0; i < 20; i++, round++) {
        if (random.nextBoolean()) {
          harness.killAfter(random.nextInt(500));
        } else {
          CrashPoint point = points[random.nextInt(points.length)];
          harness.dieAt(point, 1 + random.nextInt(40));
        }
      }
    }
  }
}
