package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that somebody else writes while the monitor reads it. */
class LedgerFileTest {
  private static final String ONE =
      "{\"product\":\"p\",\"version\":\"1\",\"sha256\":\""
          + "a".repeat(64)
          + "\",\"releasedAt\":\"2026-11-24T08:00:00Z\"}\n";

  @TempDir Path folder;

  @Test
  void line_halfWritten_isNotThereYet() throws IOException {
    Path path = folder.resolve("ledger");
    LedgerFile ledger = new LedgerFile(path);
    for (int cut = 0; cut < ONE.length(); cut++) {
      Files.writeString(path, ONE + ONE.substring(0, cut));
      assertThat(ledger.lines()).as("cut after %d", cut).hasSize(1);
    }
    Files.writeString(path, "\n" + ONE, StandardOpenOption.APPEND);
    Files.writeString(path, ONE + "\n" + ONE);
    assertThat(ledger.lines()).hasSize(2).isSameAs(ledger.lines());
  }

  @Test
  void line_thatIsNone_isNamedByItsNumber() throws IOException {
    Path path = Files.writeString(folder.resolve("ledger"), ONE + "{}\n" + ONE);
    LedgerFile ledger = new LedgerFile(path);
    assertThatThrownBy(ledger::lines)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path + ": line 2: ")
        .hasMessageContaining("(expected: product)");
    Files.writeString(path, ONE);
    assertThat(ledger.lines()).hasSize(1);
  }

  @Test
  void file_missing_isNamed() {
    Path path = folder.resolve("ledger");
    assertThatThrownBy(() -> new LedgerFile(path).lines())
        .hasMessage("release ledger " + path + ": no such file");
  }
}
