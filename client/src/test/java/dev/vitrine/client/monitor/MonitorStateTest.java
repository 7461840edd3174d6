package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorStateTest {
  private static final long COMPACT_ABOVE = 20_000;

  @TempDir Path folder;

  @Test
  void journal_longerThanWhatItDescribes_isRewrittenAndHoldsTheSame() throws Exception {
    Path file = folder.resolve("journal");
    long largest = 0;
    int rewritten = 0;
    try (MonitorState state = MonitorState.open(file, COMPACT_ABOVE)) {
      for (int i = 1; i <= 3000; i++) {
        long before = Files.size(file);
        state.commit(step(i));
        state.forgetDelivered(List.of("sink"));
        largest = Math.max(largest, Files.size(file));
        if (Files.size(file) < before) {
          requireWhole(file, i);
          rewritten++;
        }
      }
      assertThat(rewritten).isGreaterThan(5);
      assertThat(largest).isLessThan(4 * COMPACT_ABOVE);
      requireSame(state);
    }
    try (MonitorState state = MonitorState.open(file, COMPACT_ABOVE)) {
      requireSame(state);
      state.commit(Step.builder().next(3001).build());
    }
    try (MonitorState state = MonitorState.open(file, COMPACT_ABOVE)) {
      assertThat(state.next()).isEqualTo(3001);
    }
  }

  @Test
  void rewrite_cutByACrash_leavesTheOldJournalInForce() throws Exception {
    Path file = folder.resolve("journal");
    try (MonitorState state = MonitorState.open(file, COMPACT_ABOVE)) {
      state.commit(step(1));
    }
    Files.write(folder.resolve("journal.new"), new byte[] {0, 0, 0, 9, 1, 2, 3});
    try (MonitorState state = MonitorState.open(file, COMPACT_ABOVE)) {
      assertThat(state.next()).isEqualTo(1);
      assertThat(folder.resolve("journal.new")).doesNotExist();
    }
  }

  /** What a crash just after the rewriting leaves. */
  private void requireWhole(Path file, int i) throws Exception {
    Path copy = folder.resolve("copy");
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    try (MonitorState state = MonitorState.open(copy, COMPACT_ABOVE)) {
      assertThat(state.next()).isEqualTo(i);
      assertThat(state.head())
          .hasValueSatisfying(h -> assertThat(h).asString().isEqualTo("head " + i));
      assertThat(state.lastSequence()).isEqualTo(i);
      assertThat(state.delivered("sink")).isEqualTo(i - 2);
      assertThat(state.alertsAfter(i - 2L))
          .extracting(Alert::sequence)
          .containsExactly(i - 1L, (long) i);
      assertThat(state.withPrefix("key ".getBytes(UTF_8))).hasSize(10);
    }
  }

  private static Step step(int i) {
    Step.Builder step =
        Step.builder()
            .head(("head " + i).getBytes(UTF_8))
            .next(i)
            .alert(alert(i))
            .write(("key " + i % 10).getBytes(UTF_8), Optional.of(("value " + i).getBytes(UTF_8)));
    if (i > 2) {
      step.delivered("sink", i - 2);
    }
    return step.build();
  }

  private static Alert alert(int i) {
    Finding finding = Finding.about("RULE", Severity.NOTICE, "entry " + i, "m", i);
    return new Alert(i, Instant.EPOCH, "log", finding, Optional.empty(), Optional.empty());
  }

  private static void requireSame(MonitorState state) {
    assertThat(state.head())
        .hasValueSatisfying(h -> assertThat(h).asString().isEqualTo("head 3000"));
    assertThat(state.next()).isEqualTo(3000);
    assertThat(state.lastSequence()).isEqualTo(3000);
    assertThat(state.delivered("sink")).isEqualTo(2998);
    assertThat(state.alertsAfter(2998)).extracting(Alert::sequence).containsExactly(2999L, 3000L);
    assertThat(state.withPrefix("key ".getBytes(UTF_8))).hasSize(10);
    assertThat(state.get("key 7".getBytes(UTF_8)))
        .hasValueSatisfying(v -> assertThat(v).asString().isEqualTo("value 2997"));
  }
}
