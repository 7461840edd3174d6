package dev.vitrine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed at every step between accept and publish and at random times. */
class CrashBetweenAcceptAndPublishTest {
  private static final int LONG_KILLS = 200;
  private static final int KILLS_A_FOLDER = 20;

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
  void server_killedTwoHundredTimesAtRandomAndAtEveryStep_keepsWhatItAcknowledged()
      throws Exception {
    SplittableRandom random = new SplittableRandom(20261124);
    Deque<CrashPoint> steps = new ArrayDeque<>(List.of(CrashPoint.values()));
    int kills = 0;
    int deathsAtSteps = 0;
    long acknowledged = 0;
    long checkpoints = 0;
    // A fresh folder now and then keeps the audits, which read everything, short.
    while (kills < LONG_KILLS) {
      CrashHarness harness = new CrashHarness(folder.resolve("log-" + kills));
      for (int i = 0; i < KILLS_A_FOLDER; i++, kills++) {
        harness.killAfter(random.nextInt(500));
        if (i % 10 == 0 && !steps.isEmpty()) {
          harness.dieAt(steps.pop(), 1 + random.nextInt(40));
          deathsAtSteps++;
        }
      }
      acknowledged += harness.acknowledged();
      checkpoints += harness.checkpoints();
    }
    assertThat(steps).isEmpty();
    System.out.printf(
        "crash rounds: %d kill -9 at random times under load, %d deaths at named steps;"
            + " %,d acknowledged entries and %,d checkpoints, none lost%n",
        kills, deathsAtSteps, acknowledged, checkpoints);
  }
}
