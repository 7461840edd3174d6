package dev.vitrine.client.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void file_writtenTwice_holdsTheSecond() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("head"));
    file.write("one".getBytes(UTF_8));
    file.write("two".getBytes(UTF_8));

    assertThat(file.read())
        .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("two"));
  }

  @Test
  void file_notWritten_isEmpty() throws IOException {
    assertThat(new AtomicFile(folder.resolve("head")).read()).isEmpty();
  }

  @Test
  void write_temporaryCannotBeMade_keepsTheOldBytes() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("head"));
    file.write("one".getBytes(UTF_8));
    Files.createDirectory(folder.resolve("head.tmp"));

    assertThatThrownBy(() -> file.write("two".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(UnknownStateException.class);
    assertThat(file.read())
        .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("one"));
  }

  @Test
  void write_renameFails_saysTheStateIsUnknown() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("head"));
    Files.createDirectories(folder.resolve("head").resolve("in the way"));

    assertThatThrownBy(() -> file.write("two".getBytes(UTF_8)))
        .isInstanceOf(UnknownStateException.class);
  }

  @Test
  void folder_lockedTwice_isRefusedUntilClosed() throws IOException {
    FolderLock first = FolderLock.acquire(folder);
    assertThatThrownBy(() -> FolderLock.acquire(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
    first.close();

    FolderLock.acquire(folder).close();
  }
}
