package dev.vitrine.client.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  @Test
  void frames_afterReopen_areAllThereInOrder() throws IOException {
    write("one", "two", "three");

    assertThat(read()).containsExactly("one", "two", "three");
  }

  @Test
  void journal_cutAnywhereInLastFrame_keepsTheFramesBefore() throws IOException {
    write("one", "two", "three");
    byte[] whole = Files.readAllBytes(file());
    int lastFrame = whole.length - (8 + "three".length());

    for (int length = lastFrame; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(read()).as("cut at byte %d", length).containsExactly("one", "two");
      assertThat(Files.size(file())).isEqualTo(lastFrame);
    }
  }

  @Test
  void journal_tornThenAppended_readsWhole() throws IOException {
    write("one", "two");
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), (int) Files.size(file()) - 1));
    write("again");

    assertThat(read()).containsExactly("one", "again");
  }

  @Test
  void journal_damagedBeforeLastFrame_isRefused() throws IOException {
    write("one", "two", "three");
    byte[] bytes = Files.readAllBytes(file());
    bytes[9] ^= 1;
    Files.write(file(), bytes);

    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("byte 0");
  }

  @Test
  void journal_bitFlippedInLastFrame_dropsIt() throws IOException {
    write("one", "two");
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 1;
    Files.write(file(), bytes);

    assertThat(read()).containsExactly("one");
  }

  private Path file() {
    return folder.resolve("journal");
  }

  private void write(String... payloads) throws IOException {
    try (Journal journal = Journal.open(file(), (at, frame) -> {})) {
      for (String payload : payloads) {
        journal.append(payload.getBytes(UTF_8));
      }
    }
  }

  private List<String> read() throws IOException {
    List<String> frames = new ArrayList<>();
    try (Journal journal =
        Journal.open(file(), (at, frame) -> frames.add(UTF_8.decode(frame).toString()))) {
      assertThat(journal.size()).isEqualTo(Files.size(file()));
    }
    return frames;
  }
}
