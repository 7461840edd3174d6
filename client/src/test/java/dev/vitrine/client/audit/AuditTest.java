package dev.vitrine.client.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.BYTE_ARRAY;

import dev.vitrine.client.TestLog;
import dev.vitrine.merkle.PackageExample;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
  private static final TestLog LOG = TestLog.of(70_000, "honest");

  @TempDir Path folder;

  private Audit audit(long size) throws IOException {
    LOG.writeTo(folder, size);
    return again(size);
  }

  private Audit again(long size) {
    return new Audit(new FolderTileSource(folder), LOG.head(size).checkpoint()).threads(2);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 2, 255, 256, 257, 4095, 4096, 4097, 5000, 65_535, 65_536, 65_537, 70_000})
  void audit_ofHonestLog_readsEverything(long size) throws Exception {
    AtomicLong progress = new AtomicLong();
    AuditReport report = audit(size).onProgress(progress::set).run();
    assertThat(report.entries()).isEqualTo(size);
    assertThat(progress).hasValue(size);
    assertThat(report.bundles()).isEqualTo((size + 255) / 256);
    try (var files = Files.walk(folder)) {
      long written = files.filter(Files::isRegularFile).count();
      assertThat(report.bundles() + report.tiles())
          .as("every file but the checkpoint")
          .isEqualTo(written - 1);
    }
  }

  @Test
  void audit_withOneBitOfAnyFileTurned_namesThatPlace() throws Exception {
    audit(66_000);
    List<Path> files;
    try (var walk = Files.walk(folder.resolve("tile"))) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < files.size(); i += files.size() > 40 && !upper(files.get(i)) ? 29 : 1) {
      Path file = files.get(i);
      byte[] good = Files.readAllBytes(file);
      Files.write(file, TestLog.flipped(good, good.length / 2));
      String path = folder.relativize(file).toString();
      try {
        again(66_000).run();
        missed.add(path + ": no fault found");
      } catch (AuditFaultException e) {
        boolean named = e.getMessage().contains(path.replace("tile/entries/", ""));
        if (!named) {
          missed.add(path + ": " + e.getMessage());
        }
      }
      Files.write(file, good);
    }
    assertThat(missed).isEmpty();
    assertThat(again(66_000).run().entries()).isEqualTo(66_000);
  }

  private boolean upper(Path file) {
    String path = folder.relativize(file).toString();
    return path.startsWith("tile/1/") || path.startsWith("tile/2/");
  }

  @Test
  void audit_withAlteredEntry_namesItsIndex() throws Exception {
    audit(1000);
    Path bundle = folder.resolve("tile/entries/002");
    byte[] good = Files.readAllBytes(bundle);
    Files.write(bundle, TestLog.flipped(good, 2));
    assertThatThrownBy(() -> again(1000).run())
        .isInstanceOfSatisfying(
            AuditFaultException.class,
            fault -> assertThat(fault.place()).isEqualTo("tile/entries/002, entry 0 (index 512)"));
  }

  @Test
  void audit_withMissingFile_namesIt() throws Exception {
    audit(70_000);
    Files.delete(folder.resolve("tile/1/000"));
    assertThatThrownBy(() -> again(70_000).run())
        .isInstanceOf(AuditFaultException.class)
        .hasMessageContaining("tile/1/000: missing");
  }

  @Test
  void audit_ofTilesThatAgreeWithEachOtherButNotWithTheHead_blamesTheRoot() throws Exception {
    TestLog.of(1000, "other").writeTo(folder, 1000);
    assertThatThrownBy(() -> again(1000).run())
        .isInstanceOf(AuditFaultException.class)
        .hasMessageContaining("root of 1000 entries")
        .hasMessageContaining(LOG.root(1000).hex());
  }

  @Test
  void audit_withFullTilesWherePartialOnesAreGone_isClean() throws Exception {
    LOG.writeTo(folder, 70_000);
    assertThat(again(65_600).run().entries()).isEqualTo(65_600);
  }

  @Test
  void audit_withGarbageAfterTheBundle_isAFault() throws Exception {
    audit(256);
    Path bundle = folder.resolve("tile/entries/000");
    byte[] good = Files.readAllBytes(bundle);
    Files.write(bundle, java.util.Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> again(256).run())
        .isInstanceOf(AuditFaultException.class)
        .hasMessageContaining("after the last entry");
  }

  @Test
  void audit_stoppedByAnUnreadableLog_goesOnFromItsStateFile() throws Exception {
    Path state = folder.resolve("state");
    audit(70_000);
    TileSource breaking = failingFrom(200);
    assertThatThrownBy(
            () -> new Audit(breaking, LOG.head(70_000).checkpoint()).threads(1).state(state).run())
        .isInstanceOf(IOException.class);
    again(40_000).state(state).run();
    AuditReport rest = again(70_000).state(state).run();
    assertThat(rest.resumedFrom()).isEqualTo(40_000 / 256 * 256);
    assertThat(rest.bundles()).isEqualTo(70_000 / 256 + 1 - 40_000 / 256);
  }

  @Test
  void audit_withDamagedStateFile_startsOver() throws Exception {
    Path state = folder.resolve("state");
    audit(5000).state(state).run();
    Files.writeString(state, Files.readString(state).replace("tiles 19", "tiles 18"));
    assertThat(again(5000).state(state).run().resumedFrom()).isZero();
  }

  /** The package's worked example; its comment cannot end a line in a space. */
  @Test
  void stateFile_ofTheExample_isReadAndWrittenBack() throws Exception {
    StringBuilder text = new StringBuilder();
    for (String line : PackageExample.of(Audit.class)) {
      text.append(line).append(line.equals("level") ? " \n" : "\n");
    }
    Path state = Files.writeString(folder.resolve("state"), text);
    AuditState read = AuditState.load(state).orElseThrow();
    assertThat(read.origin()).isEqualTo("log.example/a");
    assertThat(read.leafTiles()).isEqualTo(1);
    assertThat(read.hashes()).hasSize(7).first().asInstanceOf(BYTE_ARRAY).hasSize(32);
    Path copy = folder.resolve("copy");
    read.save(copy);
    assertThat(copy).hasSameBinaryContentAs(state);
  }

  @Test
  void audit_stoppedInTheMiddle_savesWhatWasDone() throws Exception {
    Path state = folder.resolve("state");
    audit(70_000);
    assertThatThrownBy(
            () ->
                new Audit(failingFrom(200), LOG.head(70_000).checkpoint())
                    .threads(1)
                    .state(state)
                    .run())
        .isInstanceOf(IOException.class);
    assertThat(again(70_000).state(state).run().resumedFrom()).isBetween(150L * 256, 200L * 256);
  }

  private TileSource failingFrom(long tile) {
    FolderTileSource files = new FolderTileSource(folder);
    return new TileSource() {
      @Override
      public byte[] read(TileId id) throws IOException {
        if (id.level() == 0 && id.index() >= tile) {
          throw new IOException("the disk went away");
        }
        return files.read(id);
      }

      @Override
      public byte[] readBundle(dev.vitrine.tile.BundleId id) throws IOException {
        return files.readBundle(id);
      }
    };
  }
}
