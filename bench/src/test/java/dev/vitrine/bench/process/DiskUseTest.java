package dev.vitrine.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {

  @TempDir Path folder;

  @Test
  void fileMadeLargeInAdvance_costsWhatWasWritten() throws Exception {
    long before = DiskUse.bytes(folder);
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
      file.write(new byte[100_000]);
      file.setLength(1L << 30);
    }
    assertThat(DiskUse.bytes(folder) - before).isBetween(100_000L, 10_000_000L);
  }

  @Test
  void deletedFolder_isGoneWithWhatItHeld() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(inner.resolve("c"), "c");
    DiskUse.delete(folder.resolve("a"));
    assertThat(folder.resolve("a")).doesNotExist();
  }
}
