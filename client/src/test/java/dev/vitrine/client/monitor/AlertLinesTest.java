package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertLinesTest {
  @TempDir Path folder;

  @Test
  void text_ofWhatAStrangerWrote_isOneLineThatMovesNoCursor() {
    Alert alert = alert(3, "a\nb\r\u001b[2Jc\u2028d\u202ee\ud800f caf\u00e9 \ud83d\ude00");
    String hostile =
        "a\\u{a}b\\u{d}\\u{1b}[2Jc\\u{2028}d\\u{202e}e\\u{d800}f caf\u00e9 \ud83d\ude00";
    assertThat(alert.text())
        .isEqualTo(
            "1970-01-01T00:00:00Z CRITICAL log.example/a #3 "
                + alert.id().substring(0, 16)
                + ": RULE entry 3: "
                + hostile);
  }

  @Test
  void line_inBothForms_saysWhichAlertItIs() {
    Alert alert = alert(12, "message");
    for (AlertLine format : AlertLine.values()) {
      AlertLine.Written written = format.read(format.of(alert)).orElseThrow();
      assertThat(written.origin()).isEqualTo("log.example/a");
      assertThat(written.sequence()).isEqualTo(12);
      assertThat(written.isOf(alert)).isTrue();
      assertThat(written.isOf(alert(13, "message"))).isFalse();
      for (String other : List.of("", "{}", "[]", "gossip on x", "a B c #0 0123456789abcdef: ")) {
        assertThat(format.read(other)).as(other).isEmpty();
      }
    }
  }

  @Test
  void line_tornAnywhere_isCompletedAndNotTakenForTheAlert() throws IOException {
    Path file = folder.resolve("stdout");
    for (AlertLine format : AlertLine.values()) {
      String first = format.of(alert(1, "caf\u00e9")) + "\n";
      String second = format.of(alert(2, "caf\u00e9")) + "\n";
      byte[] whole = (first + second).getBytes(UTF_8);
      for (int left = first.getBytes(UTF_8).length; left < whole.length; left++) {
        Files.write(file, java.util.Arrays.copyOf(whole, left));
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
          RedirectedSink sink = new RedirectedSink(file, out, format);
          assertThat(sink.last("log.example/a").orElseThrow().sequence()).isEqualTo(1);
          sink.deliver(alert(2, "caf\u00e9"));
        }
        assertThat(Files.readAllBytes(file)).as("%s, %d left", format, left).isEqualTo(whole);
      }
    }
  }

  @Test
  void line_tornBySomebodyElse_isEndedFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("stdout"), "something else");
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      new RedirectedSink(file, out, AlertLine.TEXT).deliver(alert(1, "m"));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly("something else", AlertLine.TEXT.of(alert(1, "m")));
  }

  @Test
  void line_tornAndEndedByAnotherLog_isNotTakenForTheAlert() throws IOException {
    Alert torn = alert(1, "message");
    String line = AlertLine.TEXT.of(torn);
    Path file = Files.writeString(folder.resolve("stdout"), line.substring(0, line.length() - 2));
    Alert ofAnother =
        new Alert(
            1, Instant.EPOCH, "log.example/b", torn.finding(), Optional.empty(), Optional.empty());
    try (MonitorState state = MonitorState.open(folder);
        FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      new RedirectedSink(file, out, AlertLine.TEXT).deliver(ofAnother);
      state.commit(Step.builder().alert(torn).build());
      RedirectedSink again = new RedirectedSink(file, out, AlertLine.TEXT);
      new Outbox(state, "log.example/a", List.of(again), InstantSource.system()).flush();
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(line.substring(0, line.length() - 2), AlertLine.TEXT.of(ofAnother), line);
  }

  @Test
  void file_ofAnotherState_hidesNoAlert() throws IOException {
    Path file = folder.resolve("alerts");
    try (JsonLinesSink sink = new JsonLinesSink(file)) {
      sink.deliver(alert(1, "old"));
      sink.deliver(alert(2, "old"));
    }
    Finding other = Finding.about("OTHER", Severity.CRITICAL, "x", "new", 9);
    Alert alert =
        new Alert(1, Instant.EPOCH, "log.example/a", other, Optional.empty(), Optional.empty());
    try (MonitorState state = MonitorState.open(folder);
        JsonLinesSink sink = new JsonLinesSink(file)) {
      state.commit(Step.builder().alert(alert).build());
      Outbox outbox = new Outbox(state, "log.example/a", List.of(sink), InstantSource.system());
      assertThat(outbox.flush()).isTrue();
      assertThat(outbox.flush()).isTrue();
    }
    assertThat(Files.readAllLines(file)).hasSize(3).last().isEqualTo(alert.json());
  }

  private static Alert alert(int sequence, String message) {
    Finding finding = Finding.about("RULE", Severity.CRITICAL, "s", message, sequence);
    return new Alert(
        sequence, Instant.EPOCH, "log.example/a", finding, Optional.empty(), Optional.empty());
  }
}
