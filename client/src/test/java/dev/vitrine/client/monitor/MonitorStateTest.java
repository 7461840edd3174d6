package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered, through many commits and crashes. */
@Timeout(60)
class MonitorStateTest {
  private static final int STEPS = 400;

  @TempDir Path folder;

  private final Random random = new Random(3);
  private Map<String, String> expected = new HashMap<>();

  @Test
  void state_throughManyCommits_saysWhatWasWritten() throws Exception {
    try (MonitorState state = MonitorState.open(folder)) {
      for (int i = 1; i <= STEPS; i++) {
        state.commit(step(i));
        state.forgetDelivered(List.of("sink"));
        if (i % 40 == 0) {
          requireAll(state, i);
        }
      }
    }
    try (MonitorState state = MonitorState.open(folder)) {
      requireAll(state, STEPS);
      state.commit(Step.builder().next(STEPS + 1).build());
    }
    try (MonitorState state = MonitorState.open(folder)) {
      assertThat(state.next()).isEqualTo(STEPS + 1);
    }
    assertThat(Files.size(folder.resolve(MonitorState.FILE)))
        .as("bytes of a state of 30 kB")
        .isLessThan(500_000);
  }

  @Test
  void state_crashedAnywhereInACommit_saysWhatWasBeforeOrAfterIt() throws Exception {
    Path live = Files.createDirectories(folder.resolve("live"));
    int copies = 0;
    int crashes = 0;
    try (MonitorState state = MonitorState.open(live)) {
      StateFiles before = StateFiles.read(live);
      for (int i = 1; i <= STEPS; i++) {
        Map<String, String> old = new HashMap<>(expected);
        state.commit(step(i));
        StateFiles after = StateFiles.read(live);
        boolean copied = !Arrays.equals(before.store(), after.store());
        copies += copied ? 1 : 0;
        if (i > 2 && (copied || i % 20 == 0)) {
          for (StateFiles torn : StateFiles.between(before, after)) {
            requireEither(torn, i, old);
            crashes++;
          }
        }
        before = after;
        state.forgetDelivered(List.of("sink"));
      }
    }
    assertThat(copies).as("times the log was copied to the store").isPositive();
    assertThat(crashes).isGreaterThan(100);
  }

  private void requireEither(StateFiles torn, int step, Map<String, String> old)
      throws IOException {
    Path crashed = Files.createDirectories(folder.resolve("crashed"));
    torn.write(crashed);
    Map<String, String> now = expected;
    try (MonitorState state = MonitorState.open(crashed)) {
      boolean isAfter = state.next() == step;
      expected = isAfter ? now : old;
      requireAll(state, isAfter ? step : step - 1);
      // It goes on from there.
      state.commit(Step.builder().next(1000).build());
    } finally {
      expected = now;
    }
    try (MonitorState state = MonitorState.open(crashed)) {
      assertThat(state.next()).isEqualTo(1000);
    }
  }

  @Test
  void alerts_thatASinkNeverTakes_stayAndCanBeRead() throws Exception {
    try (MonitorState state = MonitorState.open(folder)) {
      for (int i = 1; i <= 200; i++) {
        state.commit(Step.builder().alert(alert(i)).delivered("quick", i).build());
        state.forgetDelivered(List.of("quick", "dead"));
      }
    }
    try (MonitorState state = MonitorState.open(folder)) {
      assertThat(state.lastSequence()).isEqualTo(200);
      long done = 0;
      while (state.alertAfter(done).isPresent()) {
        assertThat(state.alertAfter(done).get().json()).isEqualTo(alert((int) done + 1).json());
        done++;
      }
      assertThat(done).isEqualTo(200);
      state.commit(Step.builder().delivered("dead", 150).build());
      state.forgetDelivered(List.of("quick", "dead"));
      assertThat(state.alert(150)).isEmpty();
      assertThat(state.alertAfter(0))
          .hasValueSatisfying(a -> assertThat(a.sequence()).isEqualTo(151));
    }
  }

  @Test
  void state_afterAWriteThatFailed_takesNoMoreAndKeepsNothingOfIt() throws Exception {
    try (MonitorState state = MonitorState.open(folder)) {
      state.commit(Step.builder().next(1).alert(alert(1)).build());
      Step twice =
          Step.builder()
              .next(2)
              .write(new byte[] {1}, Optional.of(new byte[9]))
              .alert(alert(1))
              .build();
      assertThatThrownBy(() -> state.commit(twice))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(MonitorState.FILE);
      assertThatThrownBy(() -> state.commit(Step.builder().next(3).build()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("opened again");
    }
    try (MonitorState state = MonitorState.open(folder)) {
      assertThat(state.next()).isEqualTo(1);
      assertThat(state.get(new byte[] {1})).isEmpty();
    }
  }

  @Test
  void state_killedWhileItBegan_begins() throws Exception {
    Files.createFile(folder.resolve(MonitorState.FILE));
    try (MonitorState state = MonitorState.open(folder)) {
      assertThat(state.next()).isZero();
    }
  }

  @Test
  void state_ofALaterFormat_isRefused() throws Exception {
    MonitorState.open(folder).close();
    String url = "jdbc:sqlite:" + folder.resolve(MonitorState.FILE);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma user_version = 4");
    }
    assertThatThrownBy(() -> MonitorState.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(MonitorState.FILE)
        .hasMessageEndingWith("format 4 (expected: 3)");
  }

  @Test
  void value_empty_isThere() throws Exception {
    try (MonitorState state = MonitorState.open(folder)) {
      state.commit(Step.builder().write(new byte[] {7}, Optional.of(new byte[0])).build());
      assertThat(state.get(new byte[] {7})).hasValue(new byte[0]);
      assertThat(state.withPrefix(new byte[0])).hasSize(1);
    }
  }

  @Test
  void state_ofAnEarlierVersion_isRefusedByName() throws Exception {
    for (String name : List.of("journal", "journal.17")) {
      Path journal = Files.write(folder.resolve(name), new byte[] {0});
      assertThatThrownBy(() -> MonitorState.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(journal + ": state of an earlier version")
          .hasMessageContaining("(expected: state.db)");
      Files.delete(journal);
    }
  }

  @Test
  void file_thatIsNoState_isRefusedByName() throws Exception {
    byte[] other = new byte[9000];
    Arrays.fill(other, (byte) 7);
    Path file = Files.write(folder.resolve(MonitorState.FILE), other);
    assertThatThrownBy(() -> MonitorState.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("monitor state " + file + ": ");
  }

  private Step step(int i) {
    Step.Builder step = Step.builder().head(("head " + i).getBytes(UTF_8)).next(i).alert(alert(i));
    for (int n = 0; n < 5; n++) {
      String key = "key " + random.nextInt(300);
      if (random.nextInt(4) == 0) {
        expected.remove(key);
        step.write(key.getBytes(UTF_8), Optional.empty());
      } else {
        expected.put(key, "value " + i);
        step.write(key.getBytes(UTF_8), Optional.of(("value " + i).getBytes(UTF_8)));
      }
    }
    if (i > 2) {
      step.delivered("sink", i - 2);
    }
    return step.build();
  }

  private void requireAll(MonitorState state, int i) {
    assertThat(state.next()).isEqualTo(i);
    assertThat(state.head()).hasValue(("head " + i).getBytes(UTF_8));
    assertThat(state.lastSequence()).isEqualTo(i);
    assertThat(state.delivered("sink")).isEqualTo(Math.max(0, i - 2));
    for (int sequence = i - 1; sequence <= i; sequence++) {
      assertThat(state.alert(sequence).orElseThrow().json()).isEqualTo(alert(sequence).json());
    }
    Map<String, String> found = new HashMap<>();
    state
        .withPrefix("key ".getBytes(UTF_8))
        .forEach((key, value) -> found.put(text(key), new String(value, UTF_8)));
    assertThat(found).isEqualTo(expected);
    for (int n = 0; n < 300; n++) {
      String key = "key " + n;
      assertThat(state.get(key.getBytes(UTF_8)).map(v -> new String(v, UTF_8)))
          .as(key)
          .isEqualTo(Optional.ofNullable(expected.get(key)));
    }
  }

  private static String text(ByteBuffer key) {
    return new String(Arrays.copyOf(key.array(), key.remaining()), UTF_8);
  }

  private static Alert alert(int i) {
    Finding finding = Finding.about("RULE", Severity.NOTICE, "entry " + i, "m", i);
    return new Alert(i, Instant.EPOCH, "log", finding, Optional.empty(), Optional.empty());
  }
}
