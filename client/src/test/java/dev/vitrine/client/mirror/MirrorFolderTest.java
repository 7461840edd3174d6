package dev.vitrine.client.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.tile.EntryBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is durable before what. */
class MirrorFolderTest {
  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(300, "entry");
  private final List<List<String>> synced = new ArrayList<>();

  @Test
  void sync_makesFilesThenFoldersDurableBeforeTheFrontierNamesThem() throws Exception {
    MirrorFolder copy =
        new MirrorFolder(
            folder,
            files -> {
              assertThat(folder.resolve("frontier")).doesNotExist();
              synced.add(files.stream().map(file -> folder.relativize(file).toString()).toList());
            });
    fill(copy);
    assertThat(synced).isEmpty();
    copy.sync();

    assertThat(synced).hasSize(2);
    assertThat(synced.get(0))
        .containsExactlyInAnyOrder(
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44");
    assertThat(synced.get(1))
        .containsExactlyInAnyOrder(
            "",
            "tile",
            "tile/0",
            "tile/0/001.p",
            "tile/1",
            "tile/1/000.p",
            "tile/entries",
            "tile/entries/001.p");
    assertThat(Files.readAllLines(folder.resolve("frontier"))).first().isEqualTo("300");
  }

  @Test
  void checkpoint_forWhatIsNotSynced_isNotShown() throws Exception {
    MirrorFolder copy = new MirrorFolder(folder);
    fill(copy);
    assertThatThrownBy(() -> copy.publish(log.checkpoint(300)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder.resolve("checkpoint")).doesNotExist();

    copy.sync();
    copy.publish(log.checkpoint(300));
    assertThat(copy.checkpoint()).hasValue(log.checkpoint(300));
  }

  @Test
  void sync_thatFails_leavesTheFrontierWhereItWas() throws Exception {
    MirrorFolder copy =
        new MirrorFolder(
            folder,
            files -> {
              throw new IOException("the disk is gone");
            });
    fill(copy);
    assertThatThrownBy(copy::sync).hasMessage("the disk is gone");
    assertThatThrownBy(() -> copy.publish(log.checkpoint(300)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(new MirrorFolder(folder).size()).isZero();
  }

  private static void fill(MirrorFolder copy) throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      entries.add(("entry " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    for (int start = 0; start < 300; start += 256) {
      List<byte[]> part = entries.subList(start, Math.min(300, start + 256));
      copy.append(start, EntryBundle.decode(EntryBundle.encode(part), part.size()));
    }
  }
}
