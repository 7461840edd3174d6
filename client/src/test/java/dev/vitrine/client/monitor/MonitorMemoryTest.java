package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered is several times larger than the memory there is. */
@Timeout(60)
class MonitorMemoryTest {
  private static final String HEAP = "-Xmx64m";
  private static final int KEYS = 180_000;
  private static final int KEYS_A_STEP = 3_000;
  private static final int ALERTS = 3_600;
  private static final int ALERTS_A_STEP = 60;
  private static final byte[] ENTRY = new byte[20_000];

  @TempDir Path folder;

  @Test
  void state_muchLargerThanTheHeap_isWrittenAndReadAgain() throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MonitorMemoryTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.onExit().join().exitValue();
    assertThat(exitCode).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output)).endsWith("done\n");
  }

  /** In the small process: remembers, is opened again, and says it all. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (MonitorState state = MonitorState.open(folder)) {
      for (int step = 0; step < KEYS / KEYS_A_STEP; step++) {
        state.commit(step(step));
        state.forgetDelivered(List.of("dead"));
      }
    }
    try (MonitorState state = MonitorState.open(folder)) {
      for (int i = 0; i < KEYS; i += 997) {
        byte[] value = state.get(key(i)).orElseThrow();
        require(ByteBuffer.wrap(value).getInt() == i, "value " + i);
      }
      long last = 0;
      for (long sequence = 1; sequence <= ALERTS; sequence += 101) {
        Alert alert = state.alertAfter(sequence - 1).orElseThrow();
        require(alert.sequence() == sequence, "alert " + sequence);
        require(alert.entry().orElseThrow().length == ENTRY.length, "entry " + sequence);
        last = sequence;
      }
      require(last > ALERTS - 101 && state.lastSequence() == ALERTS, "last alert " + last);
    }
    System.out.println("done");
  }

  private static Step step(int number) {
    Step.Builder step = Step.builder().next(number);
    for (int i = number * KEYS_A_STEP; i < (number + 1) * KEYS_A_STEP; i++) {
      step.write(key(i), Optional.of(ByteBuffer.allocate(120).putInt(i).array()));
    }
    for (int i = 1; i <= ALERTS_A_STEP; i++) {
      long sequence = (long) number * ALERTS_A_STEP + i;
      Finding finding = Finding.about("RULE", Severity.NOTICE, "entry", "message", sequence);
      step.alert(
          new Alert(
              sequence, Instant.EPOCH, "log", finding, Optional.of(ENTRY), Optional.of("proof")));
    }
    return step.build();
  }

  /** In an order that has nothing to do with that of the keys. */
  private static byte[] key(int i) {
    return ("versions\0" + Integer.toUnsignedString(i * 0x9e3779b1) + " " + i).getBytes(UTF_8);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what + ": missing or wrong");
    }
  }
}
