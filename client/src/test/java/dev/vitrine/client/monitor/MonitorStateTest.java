package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state whose journal is so small that it is followed by the next one all the time. */
@Timeout(60)
class MonitorStateTest {
  private static final long LIMIT = 3_000;
  private static final int STEPS = 400;

  @TempDir Path folder;

  private final Map<String, String> expected = new HashMap<>();
  private final Random random = new Random(3);
  private int stepsDone;

  @Test
  void state_throughManyJournals_saysWhatWasWritten() throws Exception {
    Path file = folder.resolve("journal");
    try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
      for (int i = 1; i <= STEPS; i++) {
        state.commit(step(i));
        state.forgetDelivered(List.of("sink"));
        if (i % 40 == 0) {
          requireAll(state, i);
        }
      }
    }
    try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
      requireAll(state, STEPS);
      state.commit(Step.builder().next(STEPS + 1).build());
    }
    try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
      assertThat(state.next()).isEqualTo(STEPS + 1);
    }
    assertThat(names(folder)).as("files of a state whose alerts were taken").hasSizeLessThan(14);
  }

  @Test
  void state_crashedBetweenAnyTwoWritesOfANewJournal_saysTheSame() throws Exception {
    Path live = Files.createDirectories(folder.resolve("live"));
    Map<Path, Integer> steps = new LinkedHashMap<>();
    List<Map<String, String>> values = new ArrayList<>();
    try (MonitorState state =
        MonitorState.open(
            live.resolve("journal"),
            LIMIT,
            point -> {
              Path copy = copyOf(live, point + " " + stepsDone);
              steps.put(copy, stepsDone);
              values.add(Map.copyOf(expected));
            })) {
      for (stepsDone = 1; stepsDone <= 120; stepsDone++) {
        state.commit(step(stepsDone));
        state.forgetDelivered(List.of("sink"));
      }
    }
    assertThat(steps.keySet().stream().map(p -> p.getFileName().toString().replaceAll(" \\d+", "")))
        .contains("values written", "journal written", "journal in force", "old files deleted");
    int number = 0;
    for (Map.Entry<Path, Integer> crash : steps.entrySet()) {
      expected.clear();
      expected.putAll(values.get(number++));
      Path file = crash.getKey().resolve("journal");
      try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
        requireAll(state, crash.getValue());
      }
      assertThat(names(crash.getKey())).noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  @Test
  void alerts_thatASinkNeverTakes_stayOnDiskAndCanBeReadAcrossJournals() throws Exception {
    Path file = folder.resolve("journal");
    try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
      for (int i = 1; i <= 200; i++) {
        state.commit(Step.builder().alert(alert(i)).delivered("quick", i).build());
        state.forgetDelivered(List.of("quick", "dead"));
      }
    }
    try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
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
      int before = names(folder).size();
      for (int i = 0; i < 100; i++) {
        state.commit(Step.builder().write(new byte[100], Optional.of(new byte[100])).build());
      }
      assertThat(names(folder).size()).isLessThan(before);
    }
  }

  @Test
  void state_afterAWriteThatFailed_takesNoMore() throws Exception {
    Path file = folder.resolve("journal");
    try (MonitorState state =
        MonitorState.open(
            file,
            LIMIT,
            point -> {
              throw new UncheckedIOException(new IOException("disk"));
            })) {
      byte[] large = new byte[4000];
      Step step = Step.builder().write(new byte[] {1}, Optional.of(large)).build();
      assertThatThrownBy(() -> state.commit(step)).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> state.commit(step))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("opened again");
    }
    try (MonitorState state = MonitorState.open(file, LIMIT, point -> {})) {
      assertThat(state.get(new byte[] {1})).isPresent();
    }
  }

  @Test
  void journal_ofTheFirstFormat_isRead() throws Exception {
    Path file = folder.resolve("journal");
    String hex =
        Files.readString(
            Path.of(System.getProperty("vitrine.root"), "testdata", "monitor", "journal-1.hex"));
    Files.write(file, java.util.HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    try (MonitorState state = MonitorState.open(file)) {
      assertThat(state.next()).isEqualTo(7);
      assertThat(state.lastSequence()).isEqualTo(2);
      assertThat(state.delivered("sink")).isEqualTo(1);
      assertThat(state.alertAfter(1))
          .hasValueSatisfying(a -> assertThat(a.json()).isEqualTo(alert(2).json()));
      assertThat(state.get("key".getBytes(UTF_8))).hasValue("value".getBytes(UTF_8));
    }
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

  private void requireAll(MonitorState state, int i) throws IOException {
    assertThat(state.next()).isEqualTo(i);
    assertThat(state.head()).hasValue(("head " + i).getBytes(UTF_8));
    assertThat(state.lastSequence()).isEqualTo(i);
    assertThat(state.delivered("sink")).isEqualTo(i - 2);
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
    return UTF_8.decode(key.duplicate()).toString();
  }

  private static Alert alert(int i) {
    Finding finding = Finding.about("RULE", Severity.NOTICE, "entry " + i, "m", i);
    return new Alert(i, Instant.EPOCH, "log", finding, Optional.empty(), Optional.empty());
  }

  private Path copyOf(Path live, String name) {
    try {
      Path copy = Files.createDirectories(folder.resolve(name));
      for (String file : names(live)) {
        Files.copy(live.resolve(file), copy.resolve(file));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
