package dev.vitrine.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.server.storage.Durable.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHeadStoreTest {
  @TempDir Path folder;

  @Test
  void store_eachStepInOrder_loadGivesOldOrNewNeverAMixture() throws Exception {
    byte[] old = "old head\n".getBytes(StandardCharsets.US_ASCII);
    byte[] next = "new\n".getBytes(StandardCharsets.US_ASCII);
    Path file = folder.resolve("head");
    FileHeadStore reader = new FileHeadStore(file);
    assertThat(reader.load()).isEmpty();
    reader.store(old);
    List<Step> steps = new ArrayList<>();
    FileHeadStore watched =
        new FileHeadStore(
            file,
            step -> {
              steps.add(step);
              boolean replaced = step == Step.RENAMED || step == Step.STORED;
              try {
                assertThat(reader.load()).contains(replaced ? next : old);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    watched.store(next);
    assertThat(steps).containsExactly(Step.WRITTEN, Step.SYNCED, Step.RENAMED, Step.STORED);
  }

  @Test
  void store_diesHalfway_oldHeadStaysAndNextStoreWorks() throws Exception {
    Path file = folder.resolve("head");
    new FileHeadStore(file).store(new byte[] {1});
    FileHeadStore dying =
        new FileHeadStore(
            file,
            step -> {
              if (step == Step.SYNCED) {
                throw new IllegalStateException("dies");
              }
            });
    assertThatThrownBy(() -> dying.store(new byte[] {2, 2})).hasMessage("dies");
    assertThat(new FileHeadStore(file).load()).contains(new byte[] {1});
    new FileHeadStore(file).store(new byte[] {3});
    assertThat(new FileHeadStore(file).load()).contains(new byte[] {3});
  }
}
